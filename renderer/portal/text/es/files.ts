import type { Translation } from '../../../ui/i18n'
import { plural } from '../../../ui/language'
import type { files as english } from '../en/files'

export const files: Translation<typeof english> = {
  title: 'Archivos adjuntos (opcional)',
  hint: ({ size }) =>
    `Una carta, un resultado o una foto que lo muestre. Hasta 5 archivos de ${size} cada uno: PDF, Word (docx), JPEG, PNG o HEIC.`,
  hintWithoutSize:
    'Una carta, un resultado o una foto que lo muestre. Hasta 5 archivos: PDF, Word (docx), JPEG, PNG o HEIC.',
  choose: 'Elegir archivos',
  photo: 'Hacer una foto',
  drop: 'o suéltelos aquí',
  dropHere: 'Suelte los archivos aquí',
  list: 'Archivos adjuntos',
  waiting: 'Espera su turno',
  sending: ({ place }) => `${place} enviado`,
  checking: 'Se está comprobando',
  ready: ({ size }) => `Adjunto, ${size}`,
  remove: ({ name }) => `Quitar ${name}`,
  cancel: ({ name }) => `Detener el envío de ${name}`,
  again: 'Intentar de nuevo',
  attached: ({ name }) => `${name} está adjunto.`,
  removed: ({ name }) => `${name} se ha quitado.`,
  notAttached: ({ name }) => `${name} no está adjunto.`,
  leftOut: ({ count }) =>
    plural('es', count, {
      one: 'Una solicitud puede llevar 5 archivos. Se ha dejado fuera # archivo.',
      other: 'Una solicitud puede llevar 5 archivos. Se han dejado fuera # archivos.',
    }),
  stillSending: 'Espere a que se envíen sus archivos o quítelos.',
  unavailable: 'En este momento no se pueden adjuntar archivos. Puede enviar la solicitud sin ellos.',
  reasons: {
    file_empty: 'Este archivo está vacío.',
    file_too_large: 'Este archivo es demasiado grande.',
    file_type: 'Este tipo de archivo no se puede aceptar. Use PDF, Word (docx), JPEG, PNG o HEIC.',
    file_damaged: 'Este archivo está dañado o incompleto. Guárdelo de nuevo e inténtelo otra vez.',
    file_unpacked: 'Este documento contiene demasiadas cosas. Guárdelo como PDF.',
    file_pixels: 'Esta imagen tiene más de 50 megapíxeles. Redúzcala.',
    file_count: 'Ya ha enviado 100 archivos, el máximo que la clínica puede guardar para usted.',
    file_space: 'Sus archivos ya suman 500 MB, el máximo que la clínica puede guardar para usted.',
    file_busy: 'Se está enviando otro archivo suyo. Inténtelo de nuevo en un momento.',
    file_unknown: 'Un archivo ya no está. Quítelo y adjúntelo de nuevo.',
  },
  cut: 'La conexión se cortó. No se ha guardado nada de este archivo.',
  download: ({ name, size }) => `Guardar ${name} (${size})`,
  own: 'Lo que adjuntó:',
}
