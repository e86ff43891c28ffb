import type { Words1 } from './words1'

const MONTHS = [
  ...['enero', 'febrero', 'marzo', 'abril', 'mayo', 'junio'],
  ...['julio', 'agosto', 'septiembre', 'octubre', 'noviembre', 'diciembre'],
]

export const es1: Words1 = {
  day: (year, month, day) => `${day} de ${MONTHS[month - 1]} de ${year}`,
  fields: {
    givenName: 'Nombre',
    familyName: 'Apellidos',
    preferredName: 'Nombre preferido',
    pronouns: 'Pronombres',
    birthDate: 'Fecha de nacimiento',
    fileNumber: 'Número de expediente',
    address: 'Dirección',
    email: 'Correo electrónico',
    phone: 'Teléfono',
  },
  otherField: 'Otro dato',
  phone: (phone) => `Teléfono: ${phone}`,
  decisionTitle: 'Nuestra decisión sobre su solicitud de corregir su expediente',
  decisionIntro: (received) =>
    `El ${received} usted nos pidió que corrigiéramos su expediente. Esta carta le dice lo que hemos decidido.`,
  asked: 'Lo que usted pidió',
  aboutMessage: 'Su solicitud trata de este mensaje nuestro:',
  yourWords: 'Con sus palabras:',
  decided: 'Lo que hemos decidido',
  columns: ['Dato', 'Antes', 'Usted pidió', 'Decisión'],
  nothing: 'no consta',
  removed: 'quitarlo',
  accepted: 'Aceptado',
  denied: 'Rechazado',
  acceptedWhole: 'Aceptamos su solicitud.',
  deniedWhole: 'Rechazamos su solicitud. Su expediente queda como está.',
  acceptedSays:
    'Lo que hemos aceptado figura ahora en su expediente. Lo que decía antes se conserva junto con su solicitud.',
  why: 'Por qué lo hemos rechazado',
  grounds: {
    not_created_by_us:
      'Nosotros no creamos esta información. Quien la creó puede corregirla. Si ya no es posible encontrar a esa persona o entidad, díganoslo.',
    not_in_record: 'Esta información no forma parte del expediente con el que se toman decisiones sobre usted.',
    not_available: 'La ley no le da acceso a esta información, y por eso no puede corregirse a petición suya.',
    accurate_complete: 'Hemos comprobado la información y la encontramos correcta y completa.',
  },
  clinicSays: 'Lo que queremos decirle:',
  disagreeTitle: 'Si usted no está de acuerdo',
  disagree:
    'Usted tiene derecho a escribir una declaración de desacuerdo y decir por qué. Escríbala en el portal, junto a esta solicitud en «Solicitudes de corrección», o en papel a la dirección de arriba. Puede tener hasta 2.000 caracteres. La conservamos con su expediente y la adjuntamos cada vez que comunicamos la información de la que trata. Podemos responderla por escrito; entonces usted recibe una copia.',
  noStatementTitle: 'Si no quiere escribir una declaración',
  noStatement:
    'Puede pedirnos que adjuntemos su solicitud y esta carta cada vez que comuniquemos la información de la que tratan. Basta con un mensaje, una llamada o una carta.',
  toldTitle: 'A quién se informa de la corrección',
  toldNamed:
    'Usted nombró a estas personas. Les informamos de la corrección en un plazo razonable, y también a otras de las que sabemos que tienen la información y pueden basarse en ella:',
  toldNobody:
    'Usted no nombró a nadie. Si hay personas que deban saber de la corrección, díganos quiénes son y les informaremos. Con su acuerdo informamos también a otras de las que sabemos que tienen la información y pueden basarse en ella.',
  complainTitle: 'Si quiere presentar una queja',
  complain: (clinic) => `Usted puede quejarse de esta decisión ante ${clinic}:`,
  complainUs:
    'También puede presentar una queja ante el secretario del Departamento de Salud y Servicios Humanos de los Estados Unidos (U.S. Department of Health and Human Services, Office for Civil Rights): www.hhs.gov/ocr/complaints. Nadie puede tratarle peor por haberse quejado.',
  complainElse:
    'También puede presentar una queja ante la autoridad que vela por la protección de los datos de salud donde estamos. Nadie puede tratarle peor por haberse quejado.',
  extensionTitle: 'Necesitamos más tiempo para su solicitud',
  extensionIntro: (received) =>
    `El ${received} usted nos pidió que corrigiéramos su expediente. No podemos decidirlo en el plazo habitual. Esta carta le dice por qué, y para cuándo lo haremos.`,
  extensionWhy: 'Por qué necesitamos más tiempo',
  extensionUntil: (due) => `Decidiremos como muy tarde el ${due}.`,
  extensionOnce: 'El plazo solo puede ampliarse esta vez.',
}
