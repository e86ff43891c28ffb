import type { Translation } from '../../../ui/i18n'
import { plural } from '../../../ui/language'
import type { messages as english } from '../en/messages'

export const messages: Translation<typeof english> = {
  pageTitle: 'Messages',
  title: 'Messages',
  intro: 'Ce que la clinique et vous vous écrivez. Les personnes qui s’occupent de vous à la clinique peuvent le lire.',
  urgent: 'Les messages ne sont pas lus à toute heure. Si c’est urgent, appelez la clinique :',
  thread: 'Messages, du plus ancien au plus récent',
  empty: 'Aucun message pour le moment',
  emptyHint: 'Écrivez à la clinique ci-dessous. Vous trouverez la réponse ici.',
  you: 'Vous',
  clinic: 'Clinique',
  isNew: 'Nouveau',
  read: ({ time }) => `Lu par la clinique : ${time}`,
  unread: 'Pas encore lu',
  older: ({ count }) => `Les ${count} messages les plus récents sont affichés. La clinique conserve les plus anciens.`,
  label: 'Votre message',
  send: 'Envoyer',
  sent: 'Votre message a été envoyé.',
  blank: 'Veuillez d’abord écrire un message.',
  left: ({ count }) => plural('fr', count, { one: '# caractère restant', other: '# caractères restants' }),
  tooLong: ({ count }) =>
    plural('fr', count, {
      one: 'Il y a # caractère de trop. Veuillez l’envoyer en deux parties.',
      other: 'Il y a # caractères de trop. Veuillez l’envoyer en deux parties.',
    }),
  offTitle: 'Les messages ne sont pas utilisés',
  off: 'La clinique a désactivé les messages. Ce que vous avez écrit est conservé.',
  home: 'Vers la page d’accueil',
}
