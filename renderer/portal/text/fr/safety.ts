import type { Translation } from '../../../ui/i18n'
import type { safety as english } from '../en/safety'

export const safety: Translation<typeof english> = {
  pageTitle: 'Se protéger',
  title: 'Se protéger ici',
  link: 'Se protéger ici',
  intro: 'Si une autre personne peut regarder votre téléphone ou votre ordinateur, ces quelques gestes aident.',
  leaveTitle: 'Quitter vite',
  leave:
    'Appuyez sur « Quitter vite » en haut de n’importe quelle page, ou trois fois sur la touche Échap. Votre session se ferme aussitôt et Wikipédia s’ouvre à la place. Le bouton Précédent ne ramène pas ici.',
  historyTitle: 'Ce qui reste dans le navigateur',
  history:
    'La liste des pages visitées montre encore l’adresse de ce portail. Les titres des pages sont neutres. Vous pouvez effacer ces lignes dans l’historique ou ouvrir une fenêtre privée avant de venir ici.',
  sharedTitle: 'Quand d’autres utilisent l’appareil',
  shared:
    'Cochez « D’autres personnes utilisent cet appareil » à la connexion : après 30 minutes sans activité, la session se ferme. N’enregistrez pas le mot de passe dans le navigateur et déconnectez-vous à la fin.',
  messagesTitle: 'À quoi ressemblent les messages',
  messages:
    'Les courriels et les textos sont courts. Ils nomment la clinique, mais ne disent rien de votre santé ni de vos raisons. Si une autre personne lit votre boîte, demandez à la clinique d’utiliser une autre adresse ou de vous appeler.',
  backTitle: 'Si une autre personne est entrée',
  back: 'Choisissez un nouveau mot de passe : toutes les sessions ouvertes prennent fin. La clinique peut aussi fermer votre accès pour un temps.',
}
