import type { Translation } from '../../../ui/i18n'
import type { consent as english } from '../en/consent'

export const consent: Translation<typeof english> = {
  pageTitle: 'Para leer',
  progress: 'Para leer y aceptar',
  version: ({ version }) => `Versión ${version}`,
  otherLanguage: 'Este texto no existe en su idioma. Llame a la clínica si desea ayuda para leerlo.',
  changed: 'Este texto ha cambiado desde que lo abrió. Léalo de nuevo, por favor.',
  agree: 'Acepto',
  earlier: 'Lo que aceptó antes',
  notNow: 'Ahora no',
  notNowTitle: '¿Dejarlo aquí por ahora?',
  notNowMeaning:
    'Se cerrará su sesión. Su cuenta se mantiene, y también lo que ya aceptó. Puede iniciar sesión y seguir cuando quiera. Hasta entonces el portal no puede mostrarle nada.',
  notNowConfirm: 'Cerrar sesión',
  notNowCancel: 'Seguir leyendo',
}
