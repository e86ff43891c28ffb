import type { Translation } from '../../../ui/i18n'
import type { shell as english } from '../en/shell'

export const shell: Translation<typeof english> = {
  language: 'Idioma',
  loading: 'Cargando',
  signIn: 'Iniciar sesión',
  signOut: 'Cerrar sesión',
  phone: 'Teléfono',
  email: 'Correo electrónico',
  address: 'Dirección',
  callClinic: '¿Tiene preguntas? Llame a la clínica:',
  offline: 'No tiene conexión. Lo que ha escrito se queda en esta página.',
  errorTitle: 'No se pudo cargar',
  pageErrorTitle: 'No se pudo mostrar esta página',
  pageErrorSentence: 'Vuelva a cargarla, por favor. Si eso no ayuda, llame a la clínica.',
}
