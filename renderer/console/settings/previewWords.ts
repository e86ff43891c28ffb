import type { Language } from '../../../shared/clinic/clinicSchemas'

interface PreviewWords {
  readonly title: string
  readonly forWhom: (many: string) => string
  readonly email: string
  readonly phone: string
  readonly sendLink: string
  readonly sendCode: string
  readonly signIn: string
  readonly help: string
}

/** The few words of the portal's sign-in page that the preview shows; the portal's own dictionary is not part of the console. */
export const PREVIEW_WORDS: Readonly<Record<Language, PreviewWords>> = {
  en: {
    title: 'Sign in',
    forWhom: (many) => `For ${many} and caregivers.`,
    email: 'Email',
    phone: 'Phone',
    sendLink: 'Send Login Link',
    sendCode: 'Send Login Code',
    signIn: 'Sign in',
    help: 'Cannot sign in?',
  },
  fr: {
    title: 'Connexion',
    forWhom: (many) => `Pour les ${many} et leurs proches.`,
    email: 'E-mail',
    phone: 'Téléphone',
    sendLink: 'Envoyer le lien de connexion',
    sendCode: 'Envoyer le code de connexion',
    signIn: 'Se connecter',
    help: 'Connexion impossible ?',
  },
  es: {
    title: 'Entrar',
    forWhom: (many) => `Para ${many} y personas cuidadoras.`,
    email: 'Correo electrónico',
    phone: 'Teléfono',
    sendLink: 'Enviar enlace de acceso',
    sendCode: 'Enviar código de acceso',
    signIn: 'Entrar',
    help: '¿No puede entrar?',
  },
}
