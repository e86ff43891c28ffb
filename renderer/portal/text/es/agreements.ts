import type { Translation } from '../../../ui/i18n'
import type { agreements as english } from '../en/agreements'

export const agreements: Translation<typeof english> = {
  pageTitle: 'Mis acuerdos',
  title: 'Mis acuerdos',
  intro: 'Lo que usted ha aceptado, palabra por palabra, y cuándo. Puede imprimir un recibo de cada acuerdo.',
  empty: 'Todavía no hay nada',
  emptyHint: 'Lo que usted acepte aparecerá aquí.',
  waiting: 'Hay un texto pendiente de su aceptación. Hasta entonces, solo esta página está abierta.',
  readIt: 'Leerlo ahora',
  current: 'Vigente',
  replaced: 'Hay una versión más reciente',
  agreedOn: ({ date }) => `Aceptado el ${date}`,
  show: 'Leer el texto',
  hide: 'Ocultar el texto',
  print: 'Imprimir el recibo',
  receipt: 'Recibo de un acuerdo',
  facts: {
    who: 'Aceptado por',
    clinic: 'Clínica',
    when: 'Fecha y hora',
    version: 'Versión',
    address: 'Dirección de red',
    number: 'Número de recibo',
    fingerprint: 'Huella del texto',
  },
  fingerprintHint:
    'La huella (SHA-256) cambia en cuanto cambia una sola letra del texto. Con ella cualquiera puede comprobar que estas son las palabras que usted aceptó.',
}
