import { plural } from '../../ui/language'
import { type GuideContent, type GuideFacts, type GuideSection, linesOf } from './guideFacts'

export function guideSpanish(facts: GuideFacts): GuideContent {
  return {
    title: 'Su guía de nuestro portal',
    lead: `En el portal de ${facts.clinic} usted ve sus datos tal como los tenemos${facts.messages ? ' y puede escribirnos' : ''}. Funciona en cualquier teléfono u ordenador con navegador. No hay que instalar nada.`,
    address: 'Dirección del portal',
    scan: 'Escanee con su teléfono',
    call: '¿Preguntas? Llámenos',
    sections: [accept(facts), signIn(facts), security(facts), lostPhone(facts), privacy(), realMail(facts)],
  }
}

function accept(facts: GuideFacts): GuideSection {
  const span =
    facts.inviteHours > 48
      ? plural('es', facts.inviteHours / 24, { one: '# día', other: '# días' })
      : plural('es', facts.inviteHours, { one: '# hora', other: '# horas' })
  return {
    heading: 'Aceptar su invitación',
    numbered: true,
    lines: linesOf(
      'Abra el enlace de nuestro mensaje, escanee el código de nuestra carta, o escriba la dirección y el código de la carta. En la clínica puede hacerlo en una de nuestras computadoras.',
      facts.codeRequired
        ? 'Escriba el código que le decimos en persona o por teléfono. Nunca está en el mensaje ni en la carta.'
        : 'Si le dijimos un código en persona o por teléfono, escríbalo. Nunca está en el mensaje ni en la carta.',
      `Elija un correo electrónico, un nombre y una contraseña de al menos ${facts.minPassword} caracteres. Varias palabras son fáciles de recordar.`,
      facts.mfaRequired && 'Configure una aplicación de autenticación en su teléfono, como muestra la página.',
      'Lea tres textos cortos y acéptelos. Ya está dentro.',
      `La invitación sirve una sola vez, durante ${span}. Si ya no funciona, pídanos otra.`,
    ),
  }
}

function signIn({ methods, linkMinutes, portal, mfaRequired }: GuideFacts): GuideSection {
  return {
    heading: 'Iniciar sesión',
    numbered: false,
    lines: linesOf(
      `Vaya a ${portal}.`,
      methods.emailLink &&
        `Por correo electrónico: escriba su dirección y pida un enlace. Ábralo antes de ${linkMinutes} minutos, mejor en el mismo navegador.`,
      methods.smsCode &&
        'Por mensaje de texto: escriba su número de móvil y pida un código. Escriba sus seis cifras antes de 10 minutos.',
      methods.password &&
        'Con contraseña: escriba su correo electrónico y su contraseña. Si la olvidó, ahí puede pedir una nueva.',
      (methods.emailLink || methods.smsCode) &&
        'Los enlaces y códigos solo van a un correo o número que está en su expediente, o que usted mismo confirmó.',
      mfaRequired
        ? 'Después escriba las seis cifras de su aplicación de autenticación.'
        : 'Si usa una aplicación de autenticación, escriba después sus seis cifras.',
      'Solo funciona el enlace o código más reciente. Mire también en el correo no deseado.',
    ),
  }
}

function security({ mfaRequired }: GuideFacts): GuideSection {
  return {
    heading: 'Proteger su cuenta',
    numbered: false,
    lines: linesOf(
      mfaRequired
        ? 'Una aplicación de autenticación, como Google Authenticator o Authy, es aquí parte de cada inicio de sesión.'
        : 'En la página Seguridad puede añadir una aplicación de autenticación, como Google Authenticator o Authy. Entonces una contraseña robada no basta.',
      'Imprima o guarde los diez códigos de recuperación que recibe con ella. Cada uno sustituye una vez a la aplicación.',
      'En la misma página ve dónde tiene sesión abierta, puede cerrar otros dispositivos y poner un bloqueo en este.',
    ),
  }
}

function lostPhone({ contact }: GuideFacts): GuideSection {
  return {
    heading: 'Teléfono perdido o nuevo',
    numbered: false,
    lines: [
      'Use uno de sus códigos de recuperación y configure de nuevo la aplicación en la página Seguridad.',
      `¿No tiene código de recuperación? Llámenos${contact ? `: ${contact}` : ''}. Comprobamos que es usted y restablecemos la aplicación.`,
    ],
  }
}

function privacy(): GuideSection {
  return {
    heading: 'Cuando hay otras personas cerca',
    numbered: false,
    lines: [
      '«Salir rápido», en cada página, o pulsar tres veces Escape, cierra su sesión y abre Wikipedia. Las entradas anteriores del historial del navegador quedan.',
      'En un dispositivo compartido, marque «Otras personas usan este dispositivo» al iniciar sesión. La sesión se cierra tras 30 minutos sin uso.',
      'Díganos qué correo y qué teléfono son seguros para usted.',
    ],
  }
}

function realMail({ sender, portal }: GuideFacts): GuideSection {
  return {
    heading: '¿Es nuestro un mensaje?',
    numbered: false,
    lines: [
      `Nuestros correos vienen de ${sender}, y sus enlaces llevan a ${portal}.`,
      'Nadie de la clínica le pedirá nunca un código ni una contraseña. Si tiene dudas, no abra nada y llámenos.',
    ],
  }
}
