import type { Translation } from '../../../ui/i18n'
import { plural } from '../../../ui/language'
import type { problems as english } from '../en/problems'

export const problems: Translation<typeof english> = {
  waitSeconds: ({ count }) =>
    plural('fr', count, { one: 'Veuillez patienter # seconde.', other: 'Veuillez patienter # secondes.' }),
  waitMinutes: ({ count }) =>
    plural('fr', count, { one: 'Veuillez patienter # minute.', other: 'Veuillez patienter # minutes.' }),
  codes: {
    INVALID_INPUT: 'Quelque chose n’est pas bien rempli ici. Veuillez vérifier.',
    NOT_SIGNED_IN: 'Veuillez vous connecter de nouveau.',
    SIGN_IN_FAILED:
      'Ce courriel et ce mot de passe ne vont pas ensemble, ou la connexion est suspendue un moment. Vérifiez les deux ou réessayez dans 15 minutes.',
    CODE_WRONG: 'Ce code n’est pas le bon. Veuillez le vérifier.',
    LINK_NOT_WORKING: 'Ce lien ne fonctionne pas en ce moment. Un nouveau lien peut avoir besoin d’un moment.',
    CONSENT_REQUIRED: 'Veuillez d’abord lire et accepter les textes en attente.',
    CONSENT_CHANGED: 'Ce texte a changé depuis que vous l’avez ouvert. Veuillez le relire.',
    PASSWORD_REFUSED: 'Ce mot de passe est trop facile à deviner. Veuillez en choisir un autre.',
    ACCEPT_REFUSED:
      'Un compte n’a pas pu être créé avec ces renseignements. Veuillez choisir une autre adresse courriel ou appeler la clinique.',
    TOO_MANY_REQUESTS: 'Il y a eu trop d’essais.',
    UNAVAILABLE: 'Le portail est occupé ou redémarre. Veuillez réessayer dans un moment.',
    UNREACHABLE: 'Le portail est injoignable. Veuillez vérifier votre connexion et réessayer.',
    INTERNAL:
      'Un problème est survenu de notre côté et rien n’a été modifié. Veuillez réessayer ou appeler la clinique.',
  },
}
