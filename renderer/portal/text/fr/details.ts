import type { Translation } from '../../../ui/i18n'
import type { details as english } from '../en/details'

export const details: Translation<typeof english> = {
  pageTitle: 'Vos renseignements',
  step: 'Vos renseignements',
  title: 'Quelques renseignements de plus',
  introSelf: 'La clinique ne les a pas encore. Remplissez ce que vous voulez ; vous pouvez aussi passer cette étape.',
  introCaregiver:
    'La clinique ne les a pas encore au sujet de la personne dont vous prenez soin. Remplissez ce que vous voulez ; vous pouvez aussi passer cette étape.',
  optional: 'facultatif',
  preferredName: 'Nom d’usage',
  preferredNameHint: 'Ce que la clinique doit dire à la place du prénom.',
  pronouns: 'Pronoms',
  pronounsHint: 'Par exemple elle, il ou iel.',
  address: 'Adresse',
  addressHint: 'Comme sur une enveloppe.',
  phone: 'Téléphone',
  phoneHint: 'Avec l’indicatif régional.',
  phoneForm: 'Un numéro de téléphone a de 5 à 15 chiffres.',
  textForm: 'C’est trop long.',
  save: 'Enregistrer et continuer',
  notNow: 'Pas maintenant',
  holderLegend: 'Ce compte est pour',
  holderSelf: 'moi',
  holderCaregiver: 'une personne dont je prends soin',
  holderCaregiverHint:
    'Vous vous connectez pour elle. La clinique voit que le compte est tenu par une personne aidante.',
}
