import type { Translation } from '../../../ui/i18n'
import type { shell as english } from '../en/shell'

export const shell: Translation<typeof english> = {
  language: 'Langue',
  loading: 'Chargement',
  signIn: 'Se connecter',
  signOut: 'Se déconnecter',
  phone: 'Téléphone',
  email: 'Courriel',
  address: 'Adresse',
  callClinic: 'Des questions ? Appelez la clinique :',
  offline: 'Vous êtes hors ligne. Ce que vous avez écrit reste sur cette page.',
  errorTitle: 'Le chargement n’a pas abouti',
  pageErrorTitle: 'Cette page n’a pas pu être affichée',
  pageErrorSentence: 'Veuillez la charger de nouveau. Si cela ne change rien, appelez la clinique.',
}
