import type { Translation } from '../../../ui/i18n'
import { plural } from '../../../ui/language'
import type { waysIn as english } from '../en/waysIn'

export const waysIn: Translation<typeof english> = {
  pageTitle: 'Connexion',
  forPeople: ({ people, name }) => `${name} : pour les ${people} et leurs proches aidants`,
  method: 'Se connecter par',
  byEmail: 'Courriel',
  byPhone: 'Téléphone',
  phoneLabel: 'Numéro de téléphone',
  phoneHint: 'Le numéro de cellulaire que la clinique a dans ses dossiers.',
  emailHint: 'L’adresse que la clinique a dans ses dossiers, ou une adresse que vous avez confirmée ici.',
  phoneEmpty: 'Veuillez écrire votre numéro de téléphone.',
  sendLink: 'Envoyer le lien de connexion',
  sendCode: 'Envoyer le code de connexion',
  usePassword: 'Utiliser mon mot de passe',
  useLink: 'M’envoyer plutôt un lien',
  forgot: 'Mot de passe oublié ?',
  trouble: 'Aide à la connexion',
  shared: 'D’autres personnes utilisent cet appareil',
  sharedHint: 'Votre session prend alors fin après 30 minutes sans activité.',
  noWays: 'La connexion en ligne n’est pas offerte en ce moment.',
  idleNote: 'Votre session a pris fin faute d’activité. Veuillez vous connecter pour continuer.',
  resetNote: 'Votre nouveau mot de passe est enregistré. Vous pouvez maintenant vous connecter.',
  overNote: 'Cela a pris un peu trop de temps. Veuillez vous connecter de nouveau.',
  checkEmailTitle: 'Consultez vos courriels',
  checkPhoneTitle: 'Consultez votre téléphone',
  linkSent: ({ contact }) => `Si ${contact} est l’adresse que nous avons, un message avec un lien est en route.`,
  codeSent: ({ contact }) => `Si ${contact} est le numéro que nous avons, un texto avec un code est en route.`,
  linkGoesOn:
    'Ouvrez le lien dans ce navigateur et cette page continuera d’elle-même. Dans un autre navigateur, on vous posera d’abord la question.',
  linkWorks: ({ count }) =>
    plural('fr', count, {
      one: 'Le lien sert une seule fois, pendant encore # minute.',
      other: 'Le lien sert une seule fois, pendant encore # minutes.',
    }),
  codeWorks: ({ count }) =>
    plural('fr', count, {
      one: 'Le code sert une seule fois, pendant encore # minute.',
      other: 'Le code sert une seule fois, pendant encore # minutes.',
    }),
  codeLabel: 'Code de 6 chiffres',
  codeIncomplete: 'Le code compte 6 chiffres.',
  verify: 'Vérifier et se connecter',
  codeWrong:
    'Ce code n’est pas le bon. Il s’agit peut-être d’un ancien : seul le plus récent fonctionne, et une seule fois.',
  codeWrongLeft: ({ tries }) =>
    plural('fr', tries, {
      one: 'Ce code n’est pas le bon. Il vous reste # essai. Seul le plus récent fonctionne.',
      other: 'Ce code n’est pas le bon. Il vous reste # essais. Seul le plus récent fonctionne.',
    }),
  noTries:
    'Il y a eu trop d’essais avec ce code. Attendez un moment avant d’en demander un nouveau ou connectez-vous autrement.',
  resendCode: 'Renvoyer le code',
  resendLink: 'Renvoyer le lien',
  resendSeconds: ({ count }) =>
    plural('fr', count, { one: 'Possible dans # seconde', other: 'Possible dans # secondes' }),
  resendMinutes: ({ count }) =>
    plural('fr', count, { one: 'Possible dans # minute', other: 'Possible dans # minutes' }),
  resendReady: 'Vous pouvez maintenant en demander un autre.',
  resent: 'Envoyé de nouveau. Seul le plus récent fonctionne.',
  otherEmail: 'Utiliser un autre courriel',
  otherPhone: 'Utiliser un autre téléphone',
  linkOver: 'Le lien n’est plus valable. Veuillez en demander un nouveau.',
  codeOver: 'Le code n’est plus valable. Veuillez en demander un nouveau.',
  askAnew: 'En demander un nouveau',
  noEmail: 'Pas de courriel ?',
  noEmailHelp: {
    spam: 'Regardez dans le dossier des courriels indésirables.',
    address:
      'Il est envoyé seulement à l’adresse que la clinique a dans ses dossiers. Demandez à la clinique laquelle c’est.',
    wait: 'Cela peut prendre quelques minutes. Un lien plus récent annule l’ancien.',
  },
  noText: 'Pas de texto ?',
  noTextHelp: {
    number: 'Vérifiez le numéro ci-dessus. Ce doit être celui que la clinique a dans ses dossiers.',
    landline: 'Le téléphone doit pouvoir recevoir des textos. Certaines lignes fixes ne le peuvent pas.',
    wait: 'Cela peut prendre quelques minutes. Un code plus récent annule l’ancien.',
  },
  openingTitle: 'Connexion en cours',
  confirmTitle: 'Se connecter sur cet appareil ?',
  confirmIntro:
    'Ce lien a été demandé dans un autre navigateur ou sur un autre appareil. Continuez seulement si vous l’avez demandé vous-même.',
  confirmAction: 'Se connecter ici',
  confirmNotYou: 'Si vous ne l’avez pas demandé, fermez cette page. Il ne se passera rien.',
  notWorkingTitle: 'Ce lien ne fonctionne pas en ce moment',
  notWorkingReason: 'Un lien sert une seule fois et peu de temps, et un lien plus récent annule l’ancien.',
  askForLink: 'Demander un nouveau lien',
  secondTitle: 'Encore une étape',
  secondIntro: 'Ouvrez votre application d’authentification et écrivez les 6 chiffres qu’elle affiche maintenant.',
  secondLabel: 'Code de votre application',
  useRecovery: 'Utiliser plutôt un code de secours',
  useApp: 'Utiliser le code de mon application',
  recoveryTitle: 'Utiliser un code de secours',
  recoveryIntro: 'Écrivez l’un des codes que vous avez gardés lors de la configuration. Chacun sert une seule fois.',
  recoveryLabel: 'Code de secours',
  recoveryEmpty: 'Veuillez écrire un code de secours.',
  secondWrong: 'Ce code n’est pas le bon. Attendez le suivant et écrivez-le.',
  secondWrongLeft: ({ tries }) =>
    plural('fr', tries, {
      one: 'Ce code n’est pas le bon. Il vous reste # essai.',
      other: 'Ce code n’est pas le bon. Il vous reste # essais.',
    }),
  secondLost: 'Vous avez perdu votre téléphone et vos codes de secours ? La clinique peut vous aider :',
  startAgain: 'Recommencer',
  forgotTitle: 'Mot de passe oublié ?',
  forgotIntro:
    'Écrivez votre courriel. S’il ouvre un compte ici, nous enverrons un lien pour choisir un nouveau mot de passe.',
  forgotAction: 'Envoyer le lien',
  forgotSentTitle: 'Consultez vos courriels',
  forgotSent:
    'Si ce courriel ouvre un compte ici, un message avec un lien est en route. Le lien sert une seule fois, pendant 60 minutes.',
  forgotHelp:
    'Rien reçu ? Regardez dans les courriels indésirables ou demandez à la clinique quelle adresse elle a pour vous.',
  backToSignIn: 'Retour à la connexion',
  resetTitle: 'Choisissez un nouveau mot de passe',
  resetIntro: 'Toutes les sessions ouvertes prendront fin. Vous vous connecterez ensuite avec le nouveau mot de passe.',
  resetAction: 'Enregistrer le mot de passe',
  lockedOutTitle: 'Aide à la connexion',
  lockedOutIntro:
    'Pour votre protection, cette page ne dit pas laquelle de ces causes est la vôtre. La clinique peut le vérifier avec vous.',
  lockedOutCauses: 'Ce qui peut en être la cause',
  causes: {
    pause:
      'Après plusieurs mots de passe erronés, la connexion est suspendue pendant 15 minutes. Il suffit d’attendre.',
    contact: 'Le courriel ou le numéro est différent de celui que la clinique a dans ses dossiers.',
    link: 'Le lien ou le code est ancien, a déjà servi, ou il en existe un plus récent.',
    account: 'Il n’y a pas encore de compte, ou la clinique l’a désactivé.',
  },
  lockedOutSteps: 'Ce que vous pouvez faire',
  steps: {
    wait: 'Attendez 15 minutes et réessayez une fois.',
    other: 'Essayez autrement : un lien ou un code au lieu du mot de passe, ou l’inverse.',
    reset: 'Choisir un nouveau mot de passe',
    call: 'Demandez à la clinique. Elle voit pourquoi une connexion n’a pas abouti et peut y remédier, même si vous avez perdu votre téléphone.',
  },
}
