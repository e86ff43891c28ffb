import type { Translation } from '../../../ui/i18n'
import type { safety as english } from '../en/safety'

export const safety: Translation<typeof english> = {
  pageTitle: 'Protegerse',
  title: 'Cómo protegerse aquí',
  link: 'Cómo protegerse aquí',
  intro: 'Si otra persona puede mirar su teléfono o su ordenador, estas pocas cosas ayudan.',
  leaveTitle: 'Salir rápido',
  leave:
    'Pulse «Salir rápido» en la parte superior de cualquier página, o tres veces la tecla Escape. La sesión se cierra al instante y se abre Wikipedia en su lugar. El botón Atrás no vuelve aquí.',
  historyTitle: 'Lo que queda en el navegador',
  history:
    'La lista de páginas visitadas sigue mostrando la dirección de este portal. Los títulos de las páginas son neutros. Puede borrar esas líneas en el historial, o abrir una ventana privada antes de venir aquí.',
  sharedTitle: 'Cuando otras personas usan el dispositivo',
  shared:
    'Marque «Otras personas usan este dispositivo» al iniciar sesión: tras 30 minutos sin actividad la sesión se cierra. No guarde la contraseña en el navegador y cierre la sesión al terminar.',
  messagesTitle: 'Cómo son los mensajes',
  messages:
    'Los correos y los mensajes de texto son cortos. Nombran la clínica, pero no dicen nada de su salud ni de sus motivos. Si otra persona lee su correo, pida a la clínica que use otra dirección o que le llame.',
  backTitle: 'Si otra persona ha entrado',
  back: 'Elija una contraseña nueva: se cierran todas las sesiones abiertas. La clínica también puede cerrar su acceso por un tiempo.',
}
