import type { Translation } from '../../../ui/i18n'
import { plural } from '../../../ui/language'
import type { problems as english } from '../en/problems'

export const problems: Translation<typeof english> = {
  waitSeconds: ({ count }) =>
    plural('fr', count, { one: 'Veuillez patienter # seconde.', other: 'Veuillez patienter # secondes.' }),
  waitMinutes: ({ count }) =>
    plural('fr', count, { one: 'Veuillez patienter # minute.', other: 'Veuillez patienter # minutes.' }),
  waitHours: ({ count }) =>
    plural('fr', count, { one: 'Veuillez patienter # heure.', other: 'Veuillez patienter # heures.' }),
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
    NOT_FOUND: 'Cela est introuvable.',
    CHALLENGE_OVER: 'Cette connexion a pris trop de temps ou trop d’essais. Veuillez recommencer.',
    MFA_REQUIRED: 'Veuillez d’abord configurer un second facteur. La clinique en demande un.',
    REAUTH_REQUIRED: 'Veuillez écrire votre mot de passe encore une fois pour faire ce changement.',
    SESSION_LOCKED: 'Le portail est verrouillé sur cet appareil. Veuillez d’abord le déverrouiller.',
    PORTAL_OFF: 'Ce portail n’est pas ouvert en ce moment.',
    WAY_OFF: 'Cette façon de se connecter n’est plus offerte. Veuillez recharger la page et en choisir une autre.',
    LAST_FACTOR:
      'La clinique demande un second facteur ; le dernier ne peut donc pas être retiré. Ajoutez-en d’abord un autre.',
    RESEND_COOLDOWN: 'L’envoi vient tout juste d’être fait.',
    TOO_MANY_REQUESTS: 'Il y a eu trop d’essais.',
    UNAVAILABLE: 'Le portail est occupé ou redémarre. Veuillez réessayer dans un moment.',
    UNREACHABLE: 'Le portail est injoignable. Veuillez vérifier votre connexion et réessayer.',
    INTERNAL:
      'Un problème est survenu de notre côté et rien n’a été modifié. Veuillez réessayer ou appeler la clinique.',
  },
}
