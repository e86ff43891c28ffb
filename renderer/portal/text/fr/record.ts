import type { Translation } from '../../../ui/i18n'
import type { record as english } from '../en/record'

export const record: Translation<typeof english> = {
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
  wrong: 'Si vous préférez en parler à quelqu’un, appelez :',
  wrongNoPhone: 'Si vous préférez en parler à quelqu’un, contactez la clinique.',
  print: 'Imprimer',
  printed: ({ date }) => `Imprimé le ${date}`,
}
