import type { Translation } from '../../../ui/i18n'
import { plural } from '../../../ui/language'
import type { accounts as english } from '../en/accounts'

export const accounts: Translation<typeof english> = {
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
    common: 'Beaucoup de gens utilisent ce mot de passe ; il est donc facile à deviner. Veuillez en choisir un autre.',
    email: 'Il est fait de votre adresse courriel et donc facile à deviner. Veuillez choisir autre chose.',
    name: 'Il est fait de votre nom et donc facile à deviner. Veuillez choisir autre chose.',
    clinic:
      'Il est fait du nom de la clinique ou de ce portail et donc facile à deviner. Veuillez choisir autre chose.',
    repeat: 'Ce sont les mêmes caractères qui reviennent ; c’est facile à deviner. Veuillez choisir autre chose.',
  },
}
