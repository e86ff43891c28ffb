import { useLanguage } from './LanguageContext'
import { type Language, plural } from './language'

/** The few words that shared parts say themselves. All three languages are in the bundle: together they weigh about 1 KB. */
const en = {
  copy: 'Copy',
  copied: 'Copied',
  copyByHand: 'Selected. Press Ctrl+C to copy.',
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  capsLock: 'Caps Lock is on',
  passwordCount: ({ count, minimum }: { count: number; minimum: number }) =>
    plural('en', count, { one: `# of ${minimum} characters`, other: `# of ${minimum} characters` }),
  passwordEnough: ({ count }: { count: number }) => plural('en', count, { one: '# character', other: '# characters' }),
  tryAgain: 'Try again',
  reference: 'Reference',
  skip: 'Skip to content',
  step: ({ step, of }: { step: number; of: number }) => `Step ${step} of ${of}`,
  cancel: 'Cancel',
  close: 'Close',
}

type UiText = typeof en

const fr: UiText = {
  copy: 'Copier',
  copied: 'Copié',
  copyByHand: 'Sélectionné. Appuyez sur Ctrl+C pour copier.',
  showPassword: 'Afficher le mot de passe',
  hidePassword: 'Masquer le mot de passe',
  capsLock: 'Verrouillage des majuscules activé',
  passwordCount: ({ count, minimum }) =>
    plural('fr', count, { one: `# caractère sur ${minimum}`, other: `# caractères sur ${minimum}` }),
  passwordEnough: ({ count }) => plural('fr', count, { one: '# caractère', other: '# caractères' }),
  tryAgain: 'Réessayer',
  reference: 'Référence',
  skip: 'Aller au contenu',
  step: ({ step, of }) => `Étape ${step} sur ${of}`,
  cancel: 'Annuler',
  close: 'Fermer',
}

const es: UiText = {
  copy: 'Copiar',
  copied: 'Copiado',
  copyByHand: 'Seleccionado. Pulse Ctrl+C para copiar.',
  showPassword: 'Mostrar la contraseña',
  hidePassword: 'Ocultar la contraseña',
  capsLock: 'Bloq Mayús está activado',
  passwordCount: ({ count, minimum }) =>
    plural('es', count, { one: `# de ${minimum} caracteres`, other: `# de ${minimum} caracteres` }),
  passwordEnough: ({ count }) => plural('es', count, { one: '# carácter', other: '# caracteres' }),
  tryAgain: 'Intentar de nuevo',
  reference: 'Referencia',
  skip: 'Ir al contenido',
  step: ({ step, of }) => `Paso ${step} de ${of}`,
  cancel: 'Cancelar',
  close: 'Cerrar',
}

const all: Readonly<Record<Language, UiText>> = { en, fr, es }

/** Words of the shared parts in the language of the page. */
export const useUiText = (): UiText => all[useLanguage().language]
