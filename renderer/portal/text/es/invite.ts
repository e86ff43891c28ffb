import type { Translation } from '../../../ui/i18n'
import { plural } from '../../../ui/language'
import type { invite as english } from '../en/invite'

export const invite: Translation<typeof english> = {
  pageTitle: 'Invitación',
  openingTitle: 'Abriendo su invitación',
  shortCodeTitle: 'Escriba el código de su carta',
  shortCodeIntro:
    'El código tiene 16 letras y números. Si recibió un enlace, ábralo desde su mensaje y este paso no será necesario.',
  shortCodeLabel: 'Código de su carta',
  shortCodeHint: 'En mayúsculas o minúsculas, con o sin los guiones.',
  shortCodeIncomplete: 'Un código tiene 16 letras y números. Compárelo con su carta, por favor.',
  goOn: 'Continuar',
  haveAccount: '¿Ya tiene una cuenta?',
  verbalTitle: 'Primero, una pregunta',
  verbalIntro:
    'La clínica le dijo un código, en persona o por teléfono. Muestra que esta invitación llegó a la persona correcta.',
  verbalLabel: 'El código que le dijeron',
  verbalTries: ({ tries }) => plural('es', tries, { one: 'Tiene # intento.', other: 'Tiene # intentos en total.' }),
  verbalEmpty: 'Escriba el código, por favor.',
  verbalWrong: 'Ese código no es correcto. Revíselo, por favor.',
  verbalWrongLeft: ({ tries }) =>
    plural('es', tries, {
      one: 'Ese código no es correcto. Le queda # intento.',
      other: 'Ese código no es correcto. Le quedan # intentos.',
    }),
  verbalForgot: '¿No recuerda bien el código? Llame a la clínica antes de intentarlo de nuevo:',
  stepCode: 'Su código',
  stepAccount: 'Su cuenta',
  reopened: 'Como pasó un rato, su invitación se abrió de nuevo. Lo que escribió sigue aquí.',
  notWorkingTitle: 'Este enlace no funciona en este momento',
  notWorkingReason:
    'Un enlace nuevo puede tardar un momento en funcionar. Un enlace también deja de funcionar cuando es antiguo, cuando ya se usó o cuando hay uno más reciente.',
  notWorkingNext: 'Si acaba de recibirlo, inténtelo de nuevo en unos minutos. Si no, pida otro a la clínica.',
  askAgain: 'Pedir un enlace nuevo a la clínica',
  askedTitle: 'Gracias',
  asked: 'Si se puede enviar un enlace nuevo, la clínica se pondrá en contacto con usted. Puede cerrar esta página.',
  typeCode: 'Escribir el código de una carta',
}
