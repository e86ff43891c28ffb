import type { Translation } from '../../../ui/i18n'
import type { kiosk as english } from '../en/kiosk'

export const kiosk: Translation<typeof english> = {
  pageTitle: 'Invitación',
  stop: 'Terminar y cerrar',
  idleBody: 'Esta página se cerrará cuando termine el tiempo. Nada de lo que escribió se queda en este dispositivo.',
  idleStay: 'Sigo aquí',
  offlineTitle: 'No hay conexión',
  offlineIntro: 'Lo que escribió ya no está en esta página. Lo demás termina solo, a más tardar en cinco minutos.',
  offlineNext:
    'Devuelva el dispositivo, por favor, y diga que se perdió la conexión. Esta página lo intenta de nuevo sola.',
  tryAgain: 'Intentar de nuevo',
  donePageTitle: 'Hasta luego',
  finishedTitle: 'Todo está listo',
  finishedIntro: 'Su cuenta está lista y ha aceptado los tres textos.',
  signInLater: 'Inicie sesión en su propio teléfono o computadora, con el correo que eligió, en',
  stoppedTitle: 'Esta página está cerrada',
  stoppedIntro: 'Puede seguir más tarde, desde donde lo dejó.',
  stoppedNext: 'Si todavía no había creado su cuenta, su invitación sigue esperando. Pídala a la clínica.',
  goOnLater: 'Si ya la había creado, inicie sesión en su propio teléfono o computadora para seguir, en',
  giveBack: 'Devuelva el dispositivo, por favor.',
  nothingStays: 'Su sesión está cerrada aquí y nada de lo que escribió queda en este dispositivo.',
}
