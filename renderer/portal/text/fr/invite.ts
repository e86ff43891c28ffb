import type { Translation } from '../../../ui/i18n'
import { plural } from '../../../ui/language'
import type { invite as english } from '../en/invite'

export const invite: Translation<typeof english> = {
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
  verbalTries: ({ tries }) => plural('fr', tries, { one: 'Vous avez # essai.', other: 'Vous avez # essais en tout.' }),
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
  reopened: 'Comme un certain temps a passé, votre invitation a été rouverte. Ce que vous avez écrit est toujours là.',
  notWorkingTitle: 'Ce lien ne fonctionne pas en ce moment',
  notWorkingReason:
    'Un nouveau lien peut avoir besoin d’un moment avant de fonctionner. Un lien cesse aussi de fonctionner quand il est ancien, quand il a servi ou quand il en existe un plus récent.',
  notWorkingNext:
    'Si vous venez de le recevoir, essayez de nouveau dans quelques minutes. Sinon, demandez-en un autre à la clinique.',
  askAgain: 'Demander un nouveau lien à la clinique',
  askedTitle: 'Merci',
  asked: 'Si un nouveau lien peut être envoyé, la clinique communiquera avec vous. Vous pouvez fermer cette page.',
  typeCode: 'Écrire le code d’une lettre',
}
