import type { Language } from '../../../shared/clinic/clinicSchemas'
import { plural } from '../../ui/language'

/** The words of the printed letter, in the participant's language. */
export interface LetterText {
  readonly subject: string
  readonly greeting: (name: string) => string
  readonly intro: (clinic: string) => string
  readonly scan: string
  readonly scanTitle: string
  readonly link: string
  readonly typeAt: string
  readonly typeCode: string
  readonly spokenCode: string
  readonly validUntil: (date: string) => string
  readonly validFor: (hours: number) => string
  readonly once: string
  readonly help: (contact: string) => string
  readonly onlyOne: string
  readonly or: string
}

const days = (language: Language, hours: number, day: [string, string], hour: [string, string]) => {
  const [one, other] = hours % 24 === 0 && hours > 48 ? day : hour
  return plural(language, hours % 24 === 0 && hours > 48 ? hours / 24 : hours, { one, other })
}

export const LETTER_TEXT: Readonly<Record<Language, LetterText>> = {
  en: {
    subject: 'Your invitation to our portal',
    greeting: (name) => `Dear ${name},`,
    intro: (clinic) =>
      `${clinic} invites you to its online portal. There you can see your own details as the clinic has them. Setting it up takes about three minutes on a phone or a computer.`,
    scan: 'Scan this with your phone’s camera',
    scanTitle: 'QR code of your invitation',
    link: 'Your link',
    typeAt: 'Or type this address into a browser',
    typeCode: 'and then this code',
    spokenCode:
      'You will also be asked for a code that the clinic tells you in person or by phone. It is not in this letter, on purpose.',
    validUntil: (date) => `This invitation works until ${date}.`,
    validFor: (hours) =>
      `This invitation works for ${days('en', hours, ['# day', '# days'], ['# hour', '# hours'])}, counted from the moment the clinic’s server has received it. If it does not work yet, please try again a little later.`,
    once: 'It can be used once and is meant for you alone. Please do not pass it on.',
    help: (contact) => `Do you need help, or a new invitation? Please ask us: ${contact}.`,
    onlyOne: 'If you receive a newer letter, only that one works and this one can be thrown away.',
    or: 'or',
  },
  fr: {
    subject: 'Votre invitation à notre portail',
    greeting: (name) => `Bonjour ${name},`,
    intro: (clinic) =>
      `${clinic} vous invite sur son portail en ligne. Vous pourrez y consulter vos renseignements tels que la clinique les a notés. La mise en place prend environ trois minutes, sur un téléphone ou un ordinateur.`,
    scan: 'Scannez ceci avec l’appareil photo de votre téléphone',
    scanTitle: 'Code QR de votre invitation',
    link: 'Votre lien',
    typeAt: 'Ou saisissez cette adresse dans un navigateur',
    typeCode: 'puis ce code',
    spokenCode:
      'Un code vous sera aussi demandé : la clinique vous le donne en personne ou par téléphone. Il ne figure volontairement pas dans cette lettre.',
    validUntil: (date) => `Cette invitation est valable jusqu’au ${date}.`,
    validFor: (hours) =>
      `Cette invitation est valable ${days('fr', hours, ['# jour', '# jours'], ['# heure', '# heures'])} à partir du moment où le serveur de la clinique l’a reçue. Si elle ne fonctionne pas encore, réessayez un peu plus tard.`,
    once: 'Elle ne sert qu’une fois et n’est destinée qu’à vous. Merci de ne pas la transmettre.',
    help: (contact) => `Besoin d’aide ou d’une nouvelle invitation ? Adressez-vous à nous : ${contact}.`,
    onlyOne: 'Si vous recevez une lettre plus récente, elle seule est valable et vous pouvez jeter celle-ci.',
    or: 'ou',
  },
  es: {
    subject: 'Su invitación a nuestro portal',
    greeting: (name) => `Hola, ${name}:`,
    intro: (clinic) =>
      `${clinic} le invita a su portal en línea. Allí puede ver sus datos tal como los tiene la clínica. Configurarlo lleva unos tres minutos, en un teléfono o un ordenador.`,
    scan: 'Escanee esto con la cámara de su teléfono',
    scanTitle: 'Código QR de su invitación',
    link: 'Su enlace',
    typeAt: 'O escriba esta dirección en un navegador',
    typeCode: 'y después este código',
    spokenCode:
      'También se le pedirá un código que la clínica le da en persona o por teléfono. A propósito, no está en esta carta.',
    validUntil: (date) => `Esta invitación es válida hasta el ${date}.`,
    validFor: (hours) =>
      `Esta invitación es válida durante ${days('es', hours, ['# día', '# días'], ['# hora', '# horas'])} desde que el servidor de la clínica la recibe. Si aún no funciona, inténtelo de nuevo un poco más tarde.`,
    once: 'Se puede usar una sola vez y es solo para usted. No la comparta, por favor.',
    help: (contact) => `¿Necesita ayuda o una nueva invitación? Consúltenos: ${contact}.`,
    onlyOne: 'Si recibe una carta más reciente, solo esa es válida y puede tirar esta.',
    or: 'o',
  },
}
