import type { Words1 } from './words1'

const MONTHS = [
  ...['janvier', 'février', 'mars', 'avril', 'mai', 'juin'],
  ...['juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
]

/** Before double signs and inside guillemets stand no-break spaces (U+00A0). */
export const fr1: Words1 = {
  day: (year, month, day) => `${day === 1 ? '1er' : day} ${MONTHS[month - 1]} ${year}`,
  fields: {
    givenName: 'Prénom',
    familyName: 'Nom de famille',
    preferredName: 'Nom d’usage',
    pronouns: 'Pronoms',
    birthDate: 'Date de naissance',
    fileNumber: 'Numéro de dossier',
    address: 'Adresse',
    email: 'Courriel',
    phone: 'Téléphone',
  },
  otherField: 'Une autre information',
  phone: (phone) => `Téléphone : ${phone}`,
  decisionTitle: 'Notre décision sur votre demande de correction',
  decisionIntro: (received) =>
    `Le ${received}, vous nous avez demandé de corriger votre dossier. Cette lettre vous dit ce que nous avons décidé.`,
  asked: 'Ce que vous avez demandé',
  aboutMessage: 'Votre demande porte sur ce message de notre part :',
  yourWords: 'Avec vos mots :',
  decided: 'Ce que nous avons décidé',
  columns: ['Information', 'Avant', 'Vous avez demandé', 'Décision'],
  nothing: 'rien au dossier',
  removed: 'à retirer',
  accepted: 'Acceptée',
  denied: 'Refusée',
  acceptedWhole: 'Nous acceptons votre demande.',
  deniedWhole: 'Nous refusons votre demande. Votre dossier reste tel qu’il est.',
  acceptedSays:
    'Ce que nous avons accepté figure maintenant dans votre dossier. Ce qui s’y trouvait avant reste conservé avec votre demande.',
  why: 'Pourquoi nous avons refusé',
  grounds: {
    not_created_by_us:
      'Nous n’avons pas créé cette information. La personne ou l’établissement qui l’a créée peut la corriger. S’il n’est plus possible de les joindre, dites-le-nous.',
    not_in_record: 'Cette information ne fait pas partie du dossier qui sert à prendre des décisions à votre sujet.',
    not_available:
      'La loi ne vous donne pas accès à cette information ; elle ne peut donc pas être corrigée sur demande.',
    accurate_complete: 'Nous avons vérifié l’information et nous la trouvons exacte et complète.',
  },
  clinicSays: 'Ce que nous souhaitons vous dire :',
  disagreeTitle: 'Si vous n’êtes pas d’accord',
  disagree:
    'Vous avez le droit d’écrire une déclaration de désaccord et d’en donner les raisons. Écrivez-la dans le portail, auprès de cette demande sous « Demandes de correction », ou sur papier à l’adresse ci-dessus. Elle peut compter jusqu’à 2 000 caractères. Nous la conservons avec votre dossier et la joignons chaque fois que nous communiquons l’information concernée. Nous pouvons y répondre par écrit ; vous en recevez alors une copie.',
  noStatementTitle: 'Si vous ne voulez pas écrire de déclaration',
  noStatement:
    'Vous pouvez nous demander de joindre votre demande et cette lettre chaque fois que nous communiquons l’information concernée. Un message, un appel ou une lettre suffit.',
  toldTitle: 'Qui est informé de la correction',
  toldNamed:
    'Vous avez nommé ces personnes. Nous les informons de la correction dans un délai raisonnable, ainsi que d’autres dont nous savons qu’elles ont l’information et peuvent s’y fier :',
  toldNobody:
    'Vous n’avez nommé personne. Si des personnes doivent connaître la correction, dites-nous qui elles sont et nous les informerons. Avec votre accord, nous informons aussi d’autres personnes dont nous savons qu’elles ont l’information et peuvent s’y fier.',
  complainTitle: 'Si vous voulez porter plainte',
  complain: (clinic) => `Vous pouvez vous plaindre de cette décision auprès de ${clinic} :`,
  complainUs:
    'Vous pouvez aussi porter plainte auprès du secrétaire du ministère américain de la Santé (U.S. Department of Health and Human Services, Office for Civil Rights) : www.hhs.gov/ocr/complaints. Personne n’a le droit de vous traiter moins bien parce que vous avez porté plainte.',
  complainElse:
    'Vous pouvez aussi porter plainte auprès de l’autorité qui veille à la protection des renseignements de santé là où nous sommes. Personne n’a le droit de vous traiter moins bien parce que vous avez porté plainte.',
  extensionTitle: 'Nous avons besoin de plus de temps pour votre demande',
  extensionIntro: (received) =>
    `Le ${received}, vous nous avez demandé de corriger votre dossier. Nous ne pouvons pas décider dans le délai habituel. Cette lettre vous dit pourquoi, et pour quand nous le ferons.`,
  extensionWhy: 'Pourquoi nous avons besoin de plus de temps',
  extensionUntil: (due) => `Nous déciderons au plus tard le ${due}.`,
  extensionOnce: 'Le délai ne peut être prolongé que cette seule fois.',
}
