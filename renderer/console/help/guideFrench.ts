import { plural } from '../../ui/language'
import { type GuideContent, type GuideFacts, type GuideSection, linesOf } from './guideFacts'

export function guideFrench(facts: GuideFacts): GuideContent {
  return {
    title: 'Votre guide du portail',
    lead: `Dans le portail de ${facts.clinic}, vous voyez vos renseignements tels que nous les avons${facts.messages ? ' et vous pouvez nous écrire' : ''}. Il fonctionne sur tout téléphone ou ordinateur avec un navigateur. Il n’y a rien à installer.`,
    address: 'Adresse du portail',
    scan: 'À scanner avec votre téléphone',
    call: 'Des questions ? Appelez-nous',
    sections: [accept(facts), signIn(facts), security(facts), lostPhone(facts), privacy(), realMail(facts)],
  }
}

function accept(facts: GuideFacts): GuideSection {
  const span =
    facts.inviteHours > 48
      ? plural('fr', facts.inviteHours / 24, { one: '# jour', other: '# jours' })
      : plural('fr', facts.inviteHours, { one: '# heure', other: '# heures' })
  return {
    heading: 'Accepter votre invitation',
    numbered: true,
    lines: linesOf(
      'Ouvrez le lien de notre message, scannez le code de notre lettre, ou tapez l’adresse et le code de la lettre. À la clinique, vous pouvez le faire sur un de nos ordinateurs.',
      facts.codeRequired
        ? 'Tapez le code que nous vous disons en personne ou par téléphone. Il n’est jamais dans le message ni dans la lettre.'
        : 'Si nous vous avons dit un code en personne ou par téléphone, tapez-le. Il n’est jamais dans le message ni dans la lettre.',
      `Choisissez une adresse courriel, un nom et un mot de passe d’au moins ${facts.minPassword} caractères. Plusieurs mots se retiennent bien.`,
      facts.mfaRequired && 'Installez une application d’authentification sur votre téléphone, comme la page le montre.',
      'Lisez trois courts textes et acceptez-les. Vous y êtes.',
      `L’invitation sert une seule fois, pendant ${span}. Si elle ne fonctionne plus, demandez-nous-en une autre.`,
    ),
  }
}

function signIn({ methods, linkMinutes, portal, mfaRequired }: GuideFacts): GuideSection {
  return {
    heading: 'Se connecter',
    numbered: false,
    lines: linesOf(
      `Allez à ${portal}.`,
      methods.emailLink &&
        `Par courriel : écrivez votre adresse et demandez un lien. Ouvrez-le dans les ${linkMinutes} minutes, de préférence dans le même navigateur.`,
      methods.smsCode &&
        'Par texto : écrivez votre numéro de mobile et demandez un code. Tapez ses six chiffres dans les 10 minutes.',
      methods.password &&
        'Par mot de passe : écrivez votre adresse courriel et votre mot de passe. Si vous l’avez oublié, vous pouvez y en demander un nouveau.',
      (methods.emailLink || methods.smsCode) &&
        'Les liens et les codes ne vont qu’à une adresse ou à un numéro inscrit dans votre dossier, ou que vous avez confirmé vous-même.',
      mfaRequired
        ? 'Tapez ensuite les six chiffres de votre application d’authentification.'
        : 'Si vous utilisez une application d’authentification, tapez ensuite ses six chiffres.',
      'Seul le lien ou le code le plus récent fonctionne. Regardez aussi dans les courriels indésirables.',
    ),
  }
}

function security({ mfaRequired }: GuideFacts): GuideSection {
  return {
    heading: 'Protéger votre compte',
    numbered: false,
    lines: linesOf(
      mfaRequired
        ? 'Une application d’authentification, comme Google Authenticator ou Authy, fait ici partie de chaque connexion.'
        : 'À la page Sécurité, vous pouvez ajouter une application d’authentification, comme Google Authenticator ou Authy. Un mot de passe volé ne suffit alors plus.',
      'Imprimez ou enregistrez les dix codes de secours que vous recevez avec elle. Chacun remplace l’application une fois.',
      'Sur la même page, vous voyez où vous êtes connecté, vous pouvez déconnecter d’autres appareils et verrouiller celui-ci.',
    ),
  }
}

function lostPhone({ contact }: GuideFacts): GuideSection {
  return {
    heading: 'Téléphone perdu ou nouveau',
    numbered: false,
    lines: [
      'Utilisez un de vos codes de secours, puis configurez de nouveau l’application à la page Sécurité.',
      `Pas de code de secours ? Appelez-nous${contact ? ` : ${contact}` : ''}. Nous vérifions que c’est bien vous et réinitialisons l’application.`,
    ],
  }
}

function privacy(): GuideSection {
  return {
    heading: 'Quand d’autres sont près de vous',
    numbered: false,
    lines: [
      '« Quitter vite », sur chaque page, ou trois fois la touche Échap, vous déconnecte et ouvre Wikipédia. Les entrées plus anciennes de l’historique du navigateur restent.',
      'Sur un appareil partagé, cochez « D’autres personnes utilisent cet appareil » en vous connectant. Vous serez déconnecté après 30 minutes sans utilisation.',
      'Dites-nous quelle adresse courriel et quel téléphone sont sûrs pour vous.',
    ],
  }
}

function realMail({ sender, portal }: GuideFacts): GuideSection {
  return {
    heading: 'Un message vient-il de nous ?',
    numbered: false,
    lines: [
      `Nos courriels viennent de ${sender}, et leurs liens mènent à ${portal}.`,
      'Personne de la clinique ne vous demandera jamais un code ou un mot de passe. En cas de doute, n’ouvrez rien et appelez-nous.',
    ],
  }
}
