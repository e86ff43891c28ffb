import type { Translation } from '../../../ui/i18n'
import type { kiosk as english } from '../en/kiosk'

export const kiosk: Translation<typeof english> = {
  pageTitle: 'Invitation',
  stop: 'Arrêter et fermer',
  idleBody: 'Cette page se fermera à la fin du temps. Rien de ce que vous avez écrit ne reste sur cet appareil.',
  idleStay: 'Je suis toujours là',
  offlineTitle: 'Il n’y a pas de connexion',
  offlineIntro:
    'Ce que vous avez écrit a disparu de cette page. Le reste prend fin de lui-même après cinq minutes au plus tard.',
  offlineNext:
    'Veuillez rendre l’appareil et dire que la connexion a été perdue. Cette page essaie de nouveau d’elle-même.',
  tryAgain: 'Réessayer',
  donePageTitle: 'Au revoir',
  finishedTitle: 'Tout est prêt',
  finishedIntro: 'Votre compte est prêt et vous avez accepté les trois textes.',
  signInLater: 'Connectez-vous sur votre propre téléphone ou ordinateur, avec le courriel que vous avez choisi, à',
  stoppedTitle: 'Cette page est fermée',
  stoppedIntro: 'Vous pourrez continuer plus tard, là où vous en étiez.',
  stoppedNext:
    'Si vous n’aviez pas encore créé votre compte, votre invitation attend toujours. Demandez-la à la clinique.',
  goOnLater: 'Si vous l’aviez créé, connectez-vous sur votre propre téléphone ou ordinateur pour continuer, à',
  giveBack: 'Veuillez rendre l’appareil.',
  nothingStays: 'Votre session est fermée ici, et rien de ce que vous avez écrit ne reste sur cet appareil.',
}
