import type { Translation } from '../../../ui/i18n'
import { plural } from '../../../ui/language'
import type { files as english } from '../en/files'

export const files: Translation<typeof english> = {
  title: 'Pièces jointes (facultatif)',
  hint: ({ size }) =>
    `Une lettre, un résultat ou une photo qui le montre. Jusqu’à 5 fichiers de ${size} chacun : PDF, Word (docx), JPEG, PNG ou HEIC.`,
  hintWithoutSize:
    'Une lettre, un résultat ou une photo qui le montre. Jusqu’à 5 fichiers : PDF, Word (docx), JPEG, PNG ou HEIC.',
  choose: 'Choisir des fichiers',
  photo: 'Prendre une photo',
  drop: 'ou déposez-les ici',
  dropHere: 'Déposez les fichiers ici',
  list: 'Fichiers joints',
  waiting: 'Attend son tour',
  sending: ({ place }) => `${place} envoyés`,
  checking: 'Vérification en cours',
  ready: ({ size }) => `Joint, ${size}`,
  remove: ({ name }) => `Retirer ${name}`,
  cancel: ({ name }) => `Arrêter l’envoi de ${name}`,
  again: 'Réessayer',
  attached: ({ name }) => `${name} est joint.`,
  removed: ({ name }) => `${name} est retiré.`,
  notAttached: ({ name }) => `${name} n’est pas joint.`,
  leftOut: ({ count }) =>
    plural('fr', count, {
      one: 'Une demande peut comporter 5 fichiers. # fichier a été laissé de côté.',
      other: 'Une demande peut comporter 5 fichiers. # fichiers ont été laissés de côté.',
    }),
  stillSending: 'Veuillez attendre que vos fichiers soient envoyés, ou les retirer.',
  unavailable: 'Il n’est pas possible de joindre des fichiers pour le moment. Vous pouvez envoyer la demande sans eux.',
  reasons: {
    file_empty: 'Ce fichier est vide.',
    file_too_large: 'Ce fichier est trop volumineux.',
    file_type: 'Ce genre de fichier ne peut pas être accepté. Veuillez choisir PDF, Word (docx), JPEG, PNG ou HEIC.',
    file_damaged: 'Ce fichier est endommagé ou incomplet. Veuillez l’enregistrer à nouveau et réessayer.',
    file_unpacked: 'Ce document contient trop de choses. Veuillez l’enregistrer en PDF.',
    file_pixels: 'Cette image dépasse 50 mégapixels. Veuillez la réduire.',
    file_count: 'Vous avez déjà envoyé 100 fichiers, le maximum que la clinique peut garder pour vous.',
    file_space: 'Vos fichiers atteignent déjà 500 Mo, le maximum que la clinique peut garder pour vous.',
    file_busy: 'Un autre de vos fichiers est en cours d’envoi. Veuillez réessayer dans un instant.',
    file_unknown: 'Un fichier n’est plus là. Veuillez le retirer et le joindre à nouveau.',
  },
  cut: 'La connexion a été coupée. Rien de ce fichier n’a été conservé.',
  download: ({ name, size }) => `Enregistrer ${name} (${size})`,
  own: 'Ce que vous avez joint :',
}
