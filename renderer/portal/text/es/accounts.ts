import type { Translation } from '../../../ui/i18n'
import { plural } from '../../../ui/language'
import type { accounts as english } from '../en/accounts'

export const accounts: Translation<typeof english> = {
  signInPageTitle: 'Iniciar sesión',
  signInTitle: 'Iniciar sesión',
  emailLabel: 'Correo electrónico',
  passwordLabel: 'Contraseña',
  signInAction: 'Iniciar sesión',
  expiredNote: 'Inicie sesión para continuar. Para proteger sus datos, una sesión termina al cabo de un tiempo.',
  signedOutNote: 'Ha cerrado la sesión.',
  cannotSignIn: '¿No puede iniciar sesión? Llame a la clínica:',
  haveInvite: '¿Tiene una carta con un código?',
  registerPageTitle: 'Su cuenta',
  registerTitle: 'Cree su cuenta',
  registerIntro: 'Tres cosas por completar. Después hay tres textos cortos para leer.',
  registerEmailHint: 'Con él iniciará sesión. Puede ser distinto del que tiene la clínica.',
  displayNameLabel: 'Nombre para mostrar',
  displayNameHint: 'El nombre con el que quiere que le saludemos aquí.',
  newPasswordLabel: 'Contraseña nueva',
  passwordRule: ({ minimum }) =>
    plural('es', minimum, {
      one: 'Al menos # carácter. Varias palabras son fáciles de recordar; se permiten espacios.',
      other: 'Al menos # caracteres. Varias palabras son fáciles de recordar; se permiten espacios.',
    }),
  registerAction: 'Crear mi cuenta',
  suggest: 'Proponer una frase de contraseña',
  suggestion: 'Frase de contraseña propuesta',
  suggestionAdvice: 'Anótela o guárdela antes de continuar. Nadie en la clínica puede verla.',
  suggestionUse: 'Usar esta',
  suggestionUsed: 'Ya está en el campo de la contraseña.',
  suggestionAnother: 'Otra',
  suggestionCopy: 'Copiar',
  suggestionCopied: 'Copiada',
  suggestionFailed: 'No se pudo cargar la lista de palabras. Inténtelo de nuevo o elija usted una contraseña.',
  emailEmpty: 'Escriba su correo electrónico, por favor.',
  emailForm: 'Un correo electrónico tiene la forma nombre@example.org.',
  displayNameEmpty: 'Escriba un nombre, por favor.',
  displayNameForm: 'Un nombre es una línea de 80 caracteres como máximo.',
  passwordEmpty: 'Escriba su contraseña, por favor.',
  passwordForm: 'Esta contraseña no se puede usar. Elija otra, por favor.',
  passwordReasons: {
    too_short: ({ minimum }) =>
      plural('es', minimum, {
        one: 'Es demasiado corta. Necesita al menos # carácter.',
        other: 'Es demasiado corta. Necesita al menos # caracteres.',
      }),
    too_long: 'Es demasiado larga. Se admiten 256 caracteres como máximo.',
    common: 'Muchas personas usan esta contraseña y por eso es fácil de adivinar. Elija otra, por favor.',
    email: 'Está hecha con su correo electrónico y por eso es fácil de adivinar. Elija otra cosa, por favor.',
    name: 'Está hecha con su nombre y por eso es fácil de adivinar. Elija otra cosa, por favor.',
    clinic:
      'Está hecha con el nombre de la clínica o de este portal y por eso es fácil de adivinar. Elija otra cosa, por favor.',
    repeat: 'Son los mismos caracteres una y otra vez y por eso es fácil de adivinar. Elija otra cosa, por favor.',
  },
}
