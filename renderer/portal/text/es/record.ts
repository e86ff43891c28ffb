import type { Translation } from '../../../ui/i18n'
import type { record as english } from '../en/record'

export const record: Translation<typeof english> = {
  pageTitle: 'Inicio',
  hello: ({ name }) => `Hola, ${name}`,
  intro: 'Esto es lo que la clínica tiene en su expediente.',
  details: 'Sus datos',
  givenName: 'Nombre',
  familyName: 'Apellidos',
  preferredName: 'Nombre preferido',
  pronouns: 'Pronombres',
  birthDate: 'Fecha de nacimiento',
  fileNumber: 'Número de expediente',
  program: 'Programa',
  contact: 'Cómo le contacta la clínica',
  emails: 'Correo electrónico',
  phones: 'Teléfono',
  preferred: 'Se usa primero',
  none: 'No consta',
  clinic: 'Su clínica',
  wrongTitle: '¿Hay algún error?',
  wrong: 'Si prefiere hablar con alguien, llame:',
  wrongNoPhone: 'Si prefiere hablar con alguien, contacte con la clínica.',
  print: 'Imprimir',
  printed: ({ date }) => `Impreso el ${date}`,
}
