import type { Translation } from '../../ui/i18n'
import { plural } from '../../ui/language'
import type { en } from './en'

export const fr: Translation<typeof en> = {
  shell: {
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
  },
  invite: {
    pageTitle: 'Invitation',
    openingTitle: 'Ouverture de votre invitation',
    shortCodeTitle: 'Écrivez le code de votre lettre',
    shortCodeIntro:
      'Le code compte 16 lettres et chiffres. Si vous avez plutôt reçu un lien, ouvrez-le depuis votre message : cette étape est alors inutile.',
    shortCodeLabel: 'Code de votre lettre',
    shortCodeHint: 'En majuscules ou en minuscules, avec ou sans les traits.',
    shortCodeIncomplete: 'Un code compte 16 lettres et chiffres. Veuillez le comparer avec votre lettre.',
    goOn: 'Continuer',
    haveAccount: 'Vous avez déjà un compte ?',
    verbalTitle: 'D’abord une question',
    verbalIntro:
      'La clinique vous a donné un code, en personne ou par téléphone. Il montre que cette invitation est arrivée à la bonne personne.',
    verbalLabel: 'Le code que l’on vous a donné',
    verbalTries: ({ tries }) =>
      plural('fr', tries, { one: 'Vous avez # essai.', other: 'Vous avez # essais en tout.' }),
    verbalEmpty: 'Veuillez écrire le code.',
    verbalWrong: 'Ce code n’est pas le bon. Veuillez le vérifier.',
    verbalWrongLeft: ({ tries }) =>
      plural('fr', tries, {
        one: 'Ce code n’est pas le bon. Il vous reste # essai.',
        other: 'Ce code n’est pas le bon. Il vous reste # essais.',
      }),
    verbalForgot: 'Un doute sur le code ? Appelez la clinique avant un nouvel essai :',
    stepCode: 'Votre code',
    stepAccount: 'Votre compte',
    reopened:
      'Comme un certain temps a passé, votre invitation a été rouverte. Ce que vous avez écrit est toujours là.',
    notWorkingTitle: 'Ce lien ne fonctionne pas en ce moment',
    notWorkingReason:
      'Un nouveau lien peut avoir besoin d’un moment avant de fonctionner. Un lien cesse aussi de fonctionner quand il est ancien, quand il a servi ou quand il en existe un plus récent.',
    notWorkingNext:
      'Si vous venez de le recevoir, essayez de nouveau dans quelques minutes. Sinon, demandez-en un autre à la clinique.',
    askAgain: 'Demander un nouveau lien à la clinique',
    askedTitle: 'Merci',
    asked: 'Si un nouveau lien peut être envoyé, la clinique communiquera avec vous. Vous pouvez fermer cette page.',
    typeCode: 'Écrire le code d’une lettre',
  },
  accounts: {
    signInPageTitle: 'Connexion',
    signInTitle: 'Connexion',
    emailLabel: 'Courriel',
    passwordLabel: 'Mot de passe',
    signInAction: 'Se connecter',
    expiredNote:
      'Veuillez vous connecter pour continuer. Pour protéger vos renseignements, une session prend fin après un certain temps.',
    signedOutNote: 'Votre session est fermée.',
    cannotSignIn: 'La connexion ne fonctionne pas ? Appelez la clinique :',
    haveInvite: 'Vous avez une lettre avec un code ?',
    registerPageTitle: 'Votre compte',
    registerTitle: 'Créez votre compte',
    registerIntro: 'Trois choses à remplir. Il y aura ensuite trois courts textes à lire.',
    registerEmailHint: 'Il servira à vous connecter. Il peut être différent de celui que la clinique a déjà.',
    displayNameLabel: 'Nom affiché',
    displayNameHint: 'Le nom que vous voulez voir ici.',
    newPasswordLabel: 'Nouveau mot de passe',
    passwordRule: ({ minimum }) =>
      plural('fr', minimum, {
        one: 'Au moins # caractère. Plusieurs mots se retiennent bien ; les espaces sont permis.',
        other: 'Au moins # caractères. Plusieurs mots se retiennent bien ; les espaces sont permis.',
      }),
    registerAction: 'Créer mon compte',
    suggest: 'Proposer une phrase de passe',
    suggestion: 'Phrase de passe proposée',
    suggestionAdvice: 'Notez-la ou enregistrez-la avant de continuer. Personne à la clinique ne peut la voir.',
    suggestionUse: 'Utiliser celle-ci',
    suggestionUsed: 'Elle est maintenant dans le champ du mot de passe.',
    suggestionAnother: 'Une autre',
    suggestionCopy: 'Copier',
    suggestionCopied: 'Copié',
    suggestionFailed:
      'La liste de mots n’a pas pu être chargée. Veuillez essayer de nouveau ou choisir vous-même un mot de passe.',
    emailEmpty: 'Veuillez écrire votre adresse courriel.',
    emailForm: 'Une adresse courriel ressemble à nom@example.org.',
    displayNameEmpty: 'Veuillez écrire un nom.',
    displayNameForm: 'Un nom tient sur une ligne et compte au plus 80 caractères.',
    passwordEmpty: 'Veuillez écrire votre mot de passe.',
    passwordForm: 'Ce mot de passe ne peut pas être utilisé. Veuillez en choisir un autre.',
    passwordReasons: {
      too_short: ({ minimum }) =>
        plural('fr', minimum, {
          one: 'C’est trop court. Il faut au moins # caractère.',
          other: 'C’est trop court. Il faut au moins # caractères.',
        }),
      too_long: 'C’est trop long. Au plus 256 caractères sont possibles.',
      common:
        'Beaucoup de gens utilisent ce mot de passe ; il est donc facile à deviner. Veuillez en choisir un autre.',
      email: 'Il est fait de votre adresse courriel et donc facile à deviner. Veuillez choisir autre chose.',
      name: 'Il est fait de votre nom et donc facile à deviner. Veuillez choisir autre chose.',
      clinic:
        'Il est fait du nom de la clinique ou de ce portail et donc facile à deviner. Veuillez choisir autre chose.',
      repeat: 'Ce sont les mêmes caractères qui reviennent ; c’est facile à deviner. Veuillez choisir autre chose.',
    },
  },
  consent: {
    pageTitle: 'À lire',
    progress: 'À lire et à accepter',
    version: ({ version }) => `Version ${version}`,
    otherLanguage:
      'Ce texte n’existe pas dans votre langue. Appelez la clinique si vous souhaitez de l’aide pour le lire.',
    changed: 'Ce texte a changé depuis que vous l’avez ouvert. Veuillez le relire.',
    agree: 'J’accepte',
    notNow: 'Pas maintenant',
    notNowTitle: 'Vous arrêter ici pour le moment ?',
    notNowMeaning:
      'Votre session sera fermée. Votre compte reste, et ce que vous avez déjà accepté aussi. Vous pourrez vous connecter et continuer quand vous voudrez. D’ici là, le portail ne peut rien vous montrer.',
    notNowConfirm: 'Se déconnecter',
    notNowCancel: 'Continuer à lire',
  },
  record: {
    pageTitle: 'Accueil',
    hello: ({ name }) => `Bonjour, ${name}`,
    intro: 'Voici ce que la clinique a dans votre dossier.',
    details: 'Vos renseignements',
    givenName: 'Prénom',
    familyName: 'Nom de famille',
    preferredName: 'Nom d’usage',
    pronouns: 'Pronoms',
    birthDate: 'Date de naissance',
    fileNumber: 'Numéro de dossier',
    program: 'Programme',
    contact: 'Comment la clinique vous joint',
    emails: 'Courriel',
    phones: 'Téléphone',
    preferred: 'Utilisé en premier',
    none: 'Rien au dossier',
    clinic: 'Votre clinique',
    wrongTitle: 'Une erreur ?',
    wrong: 'Appelez la clinique et ce sera corrigé :',
    wrongNoPhone: 'Dites-le à la clinique et ce sera corrigé.',
    print: 'Imprimer',
    printed: ({ date }) => `Imprimé le ${date}`,
  },
  problems: {
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
  },
}
