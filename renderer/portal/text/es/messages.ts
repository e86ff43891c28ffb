import type { Translation } from '../../../ui/i18n'
import { plural } from '../../../ui/language'
import type { messages as english } from '../en/messages'

export const messages: Translation<typeof english> = {
  pageTitle: 'Mensajes',
  title: 'Mensajes',
  intro: 'Lo que usted y la clínica se escriben. Pueden leerlo las personas que le atienden en la clínica.',
  urgent: 'Los mensajes no se leen a todas horas. Si es urgente, llame a la clínica:',
  thread: 'Mensajes, del más antiguo al más reciente',
  empty: 'Todavía no hay mensajes',
  emptyHint: 'Escriba a la clínica aquí abajo. Encontrará la respuesta en esta página.',
  you: 'Usted',
  clinic: 'Clínica',
  isNew: 'Nuevo',
  read: ({ time }) => `Leído por la clínica: ${time}`,
  unread: 'Aún no leído',
  older: ({ count }) => `Se muestran los ${count} mensajes más recientes. La clínica conserva los anteriores.`,
  label: 'Su mensaje',
  send: 'Enviar',
  sent: 'Su mensaje se ha enviado.',
  blank: 'Escriba primero un mensaje.',
  left: ({ count }) => plural('es', count, { one: 'Queda # carácter', other: 'Quedan # caracteres' }),
  tooLong: ({ count }) =>
    plural('es', count, {
      one: 'Sobra # carácter. Envíelo en dos partes, por favor.',
      other: 'Sobran # caracteres. Envíelo en dos partes, por favor.',
    }),
  offTitle: 'Los mensajes no están en uso',
  off: 'La clínica ha desactivado los mensajes. Lo que usted ha escrito se conserva.',
  home: 'Ir a la página de inicio',
}
