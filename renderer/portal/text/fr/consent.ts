import type { Translation } from '../../../ui/i18n'
import type { consent as english } from '../en/consent'

export const consent: Translation<typeof english> = {
  pageTitle: 'À lire',
  progress: 'À lire et à accepter',
  version: ({ version }) => `Version ${version}`,
  otherLanguage:
    'Ce texte n’existe pas dans votre langue. Appelez la clinique si vous souhaitez de l’aide pour le lire.',
  changed: 'Ce texte a changé depuis que vous l’avez ouvert. Veuillez le relire.',
  agree: 'J’accepte',
  earlier: 'Ce que vous avez accepté auparavant',
  notNow: 'Pas maintenant',
  notNowTitle: 'Vous arrêter ici pour le moment ?',
  notNowMeaning:
    'Votre session sera fermée. Votre compte reste, et ce que vous avez déjà accepté aussi. Vous pourrez vous connecter et continuer quand vous voudrez. D’ici là, le portail ne peut rien vous montrer.',
  notNowConfirm: 'Se déconnecter',
  notNowCancel: 'Continuer à lire',
}
