import type { Translation } from '../../../ui/i18n'
import type { details as english } from '../en/details'

export const details: Translation<typeof english> = {
  pageTitle: 'Sus datos',
  step: 'Sus datos',
  title: 'Algunos datos más',
  introSelf: 'La clínica todavía no los tiene. Rellene lo que quiera; también puede omitir este paso.',
  introCaregiver:
    'La clínica todavía no los tiene de la persona a la que usted cuida. Rellene lo que quiera; también puede omitir este paso.',
  optional: 'opcional',
  preferredName: 'Nombre preferido',
  preferredNameHint: 'Lo que la clínica debe decir en lugar del nombre.',
  pronouns: 'Pronombres',
  pronounsHint: 'Por ejemplo ella, él o elle.',
  address: 'Dirección',
  addressHint: 'Como se escribe en un sobre.',
  phone: 'Teléfono',
  phoneHint: 'Con el prefijo.',
  phoneForm: 'Un número de teléfono tiene de 5 a 15 cifras.',
  textForm: 'Es demasiado largo.',
  save: 'Guardar y continuar',
  notNow: 'Ahora no',
  holderLegend: 'Esta cuenta es para',
  holderSelf: 'mí',
  holderCaregiver: 'una persona a la que cuido',
  holderCaregiverHint: 'Usted inicia sesión por ella. La clínica ve que la cuenta la lleva una persona cuidadora.',
}
