import { type ClinicSettings, clinicSettingsSchema, TERM_PRESETS } from '../../shared/clinic/clinicSchemas'
import { type DemoParticipant, demoParticipant } from './demoParticipants'
import { type DemoStaff, demoStaff } from './demoStaff'
import { type SeededRandom, seededRandom } from './seededRandom'

export interface DemoClinic {
  readonly clinic: {
    readonly name: string
    readonly phone: string
    readonly email: string
    readonly address: string
    readonly timeZone: string
    readonly mailSender: string
    readonly settings: ClinicSettings
  }
  readonly programs: readonly { readonly id: string; readonly name: string }[]
  readonly staff: readonly DemoStaff[]
  readonly participants: readonly DemoParticipant[]
  readonly scope: readonly ScopePair[]
  /** Who looks after which programs as a whole: later ones come to them by themselves. */
  readonly staffPrograms: readonly { readonly staffId: string; readonly programId: string }[]
}

/** This person may see this participant. Administrators need no pairs: they see the whole clinic. Auditors see nobody. */
export interface ScopePair {
  readonly staffId: string
  readonly participantId: string
}

export interface DemoOptions {
  readonly seed: number
  readonly participants?: number
  readonly now: Date
  /** Where passwords and TOTP secrets come from: the system's source, except in tests. */
  readonly randomBytes: (size: number) => Uint8Array
}

const PROGRAMS = ['Physiotherapy', 'Counselling', 'Family support', 'Living with pain'] as const

/** A made-up clinic, the same for the same seed, time and random bytes. No real person, address, phone number or mailbox is in it. */
export function makeDemoClinic({ seed, participants = 200, now, randomBytes }: DemoOptions): DemoClinic {
  const random = seededRandom(seed)
  const [first, second, third, fourth] = PROGRAMS
  const program = (name: string) => ({ id: random.uuid(), name })
  const programs = [program(first), program(second), program(third), program(fourth)] as const
  const staff = demoStaff(random, randomBytes)
  const [one, two, three, four] = programs
  const programIds = [one.id, two.id, three.id, four.id] as const
  const people = Array.from({ length: participants }, (_, index) => demoParticipant(random, index, { programIds, now }))
  return {
    clinic: demoClinicRow(),
    programs,
    staff,
    participants: people,
    scope: scopePairs(random, { programIds, staff, people }),
    staffPrograms: programPairs({ programIds, staff }),
  }
}

function demoClinicRow(): DemoClinic['clinic'] {
  return {
    name: 'Harbour Street Clinic',
    phone: '+1 416 555 0100',
    email: 'frontdesk@example.org',
    address: '12 Harbour Street\nPortside',
    timeZone: 'America/Toronto',
    mailSender: 'no-reply@example.org',
    settings: demoSettings(),
  }
}

/** Everything that a portal can show is on, so that nobody has to look for it in a demo. */
function demoSettings(): ClinicSettings {
  const defaults = clinicSettingsSchema.parse({})
  const opens = (page: string) => ({ on: true, link: `https://example.org/${page}` })
  return {
    ...defaults,
    phoneCountry: 'CA',
    methods: { password: true, emailLink: true, smsCode: true },
    terms: TERM_PRESETS.participant,
    functions: {
      ...defaults.functions,
      scheduling: opens('appointments'),
      telehealth: opens('video'),
      forms: opens('forms'),
    },
    branding: { ...defaults.branding, ...WELCOME },
  }
}

const WELCOME = {
  welcomeTitle: {
    en: 'Welcome to Harbour Street',
    fr: 'Bienvenue à Harbour Street',
    es: 'Le damos la bienvenida a Harbour Street',
  },
  welcomeMessage: {
    en: 'Here you can see the details that we keep about you, write to us, and decide who may know what.',
    fr: 'Vous pouvez consulter ici les renseignements que nous gardons à votre sujet, nous écrire et décider qui peut savoir quoi.',
    es: 'Aquí puede consultar los datos que guardamos sobre usted, escribirnos y decidir quién puede saber qué.',
  },
  contactInfo: {
    en: 'Front desk: +1 416 555 0100, Monday to Friday, 8:30 to 17:00.',
    fr: 'Accueil : +1 416 555 0100, du lundi au vendredi, de 8 h 30 à 17 h.',
    es: 'Recepción: +1 416 555 0100, de lunes a viernes, de 8:30 a 17:00.',
  },
} as const

interface ScopeFacts {
  readonly programIds: readonly string[]
  readonly staff: readonly DemoStaff[]
  readonly people: readonly DemoParticipant[]
}

/** Managers and front desk look after two programs each. */
function programPairs({ programIds, staff }: Pick<ScopeFacts, 'programIds' | 'staff'>): DemoClinic['staffPrograms'] {
  return (['manager', 'front_desk'] as const).flatMap((role) =>
    staff
      .filter((person) => person.role === role)
      .flatMap(({ id: staffId }, at) =>
        programIds.slice(at * 2, at * 2 + 2).map((programId) => ({ staffId, programId })),
      ),
  )
}

/** Managers and front desk see their two programs; staff share the caseload, and 1 participant in 4 has two of them. */
function scopePairs(random: SeededRandom, { programIds, staff, people }: ScopeFacts): readonly ScopePair[] {
  const ids = (role: DemoStaff['role']) => staff.filter((person) => person.role === role).map(({ id }) => id)
  const [managers, carers, desk] = [ids('manager'), ids('staff'), ids('front_desk')]
  return people.flatMap(({ id: participantId, fields }) => {
    const half = programIds.indexOf(fields.programId) < 2 ? 0 : 1
    const first = random.below(carers.length)
    const second = random.chance(25) ? (first + 1 + random.below(carers.length - 1)) % carers.length : first
    const seers = new Set([managers[half], desk[half], carers[first], carers[second]])
    return [...seers].filter((id) => id !== undefined).map((staffId) => ({ staffId, participantId }))
  })
}
