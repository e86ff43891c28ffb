import type { Translation } from '../../../ui/i18n'
import type { agreements as english } from '../en/agreements'

export const agreements: Translation<typeof english> = {
  pageTitle: 'Mes accords',
  title: 'Mes accords',
  intro: 'Ce que vous avez accepté, mot pour mot, et quand. Vous pouvez imprimer un reçu de chaque accord.',
  empty: 'Rien pour le moment',
  emptyHint: 'Ce que vous accepterez sera affiché ici.',
  waiting: 'Un texte attend votre accord. D’ici là, cette page est la seule qui soit ouverte.',
  readIt: 'Le lire maintenant',
  current: 'En vigueur',
  replaced: 'Il existe une version plus récente',
  agreedOn: ({ date }) => `Accepté le ${date}`,
  show: 'Lire le texte',
  hide: 'Masquer le texte',
  print: 'Imprimer le reçu',
  receipt: 'Reçu d’un accord',
  facts: {
    who: 'Accepté par',
    clinic: 'Clinique',
    when: 'Date et heure',
    version: 'Version',
    address: 'Adresse réseau',
    number: 'Numéro du reçu',
    fingerprint: 'Empreinte du texte',
  },
  fingerprintHint:
    'L’empreinte (SHA-256) change dès qu’une seule lettre du texte change. Grâce à elle, chacun peut vérifier que ce sont bien les mots que vous avez acceptés.',
}
