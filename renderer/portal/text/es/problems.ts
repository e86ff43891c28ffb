import type { Translation } from '../../../ui/i18n'
import { plural } from '../../../ui/language'
import type { problems as english } from '../en/problems'

export const problems: Translation<typeof english> = {
  waitSeconds: ({ count }) =>
    plural('es', count, { one: 'Espere # segundo, por favor.', other: 'Espere # segundos, por favor.' }),
  waitMinutes: ({ count }) =>
    plural('es', count, { one: 'Espere # minuto, por favor.', other: 'Espere # minutos, por favor.' }),
  waitHours: ({ count }) =>
    plural('es', count, { one: 'Espere # hora, por favor.', other: 'Espere # horas, por favor.' }),
  codes: {
    INVALID_INPUT: 'Hay algo que no está bien rellenado. Revíselo, por favor.',
    NOT_SIGNED_IN: 'Vuelva a iniciar sesión, por favor.',
    SIGN_IN_FAILED:
      'El correo y la contraseña no coinciden, o el inicio de sesión está en pausa. Revise ambos o inténtelo de nuevo en 15 minutos.',
    CODE_WRONG: 'Ese código no es correcto. Revíselo, por favor.',
    LINK_NOT_WORKING: 'Este enlace no funciona en este momento. Uno nuevo puede tardar un momento.',
    CONSENT_REQUIRED: 'Primero lea y acepte los textos pendientes, por favor.',
    CONSENT_CHANGED: 'Este texto ha cambiado desde que lo abrió. Léalo de nuevo, por favor.',
    PASSWORD_REFUSED: 'Esta contraseña es demasiado fácil de adivinar. Elija otra, por favor.',
    ACCEPT_REFUSED: 'No se pudo crear una cuenta con estos datos. Elija otro correo electrónico o llame a la clínica.',
    NOT_FOUND: 'No se pudo encontrar.',
    CHALLENGE_OVER: 'Este inicio de sesión tardó demasiado o se intentó demasiadas veces. Empiece de nuevo.',
    MFA_REQUIRED: 'Configure primero un segundo factor, por favor. La clínica lo pide.',
    REAUTH_REQUIRED: 'Escriba su contraseña una vez más para hacer este cambio, por favor.',
    SESSION_LOCKED: 'El portal está bloqueado en este dispositivo. Desbloquéelo primero, por favor.',
    PORTAL_OFF: 'Este portal no está abierto en este momento.',
    WAY_OFF: 'Esta manera de iniciar sesión ya no se ofrece. Vuelva a cargar la página y elija otra.',
    LAST_FACTOR: 'La clínica pide un segundo factor, así que el último no se puede quitar. Añada otro primero.',
    RESEND_COOLDOWN: 'Se envió hace un momento.',
    TOO_MANY_REQUESTS: 'Se ha intentado demasiadas veces.',
    UNAVAILABLE: 'El portal está ocupado o reiniciándose. Inténtelo de nuevo en un momento.',
    UNREACHABLE: 'No se puede acceder al portal. Revise su conexión e inténtelo de nuevo.',
    INTERNAL: 'Algo falló por nuestra parte y no se cambió nada. Inténtelo de nuevo o llame a la clínica.',
  },
}
