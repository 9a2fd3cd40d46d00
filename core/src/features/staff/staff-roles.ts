import { createMongoAbility, type MongoAbility } from '@casl/ability'

/** What somebody of the staff is. */
export const staffRoles = ['SUPPORT', 'BILLING', 'ADMIN', 'AUDITOR'] as const

/** See {@link staffRoles}. */
export type StaffRole = (typeof staffRoles)[number]

/** Everything that the console shows. */
export const staffSubjects = [
  'Customer',
  'Organization',
  'Brand',
  'SocialAccount',
  'Post',
  'Delivery',
  'Media',
  'Generation',
  'Subscription',
  'Invoice',
  'Mail',
  'Webhook',
  'Session',
  'StaffAct',
  'Job',
  'Plugin',
  'Stop',
  'Staff',
  'AuditLog',
] as const

/** What something in the console is. */
export type StaffSubject = (typeof staffSubjects)[number]

/** Everything that the console does. */
export const staffVerbs = [
  'read',
  'retry',
  'resolve',
  'cancel',
  'refresh',
  'look',
  'resend',
  'redeliver',
  'suspend',
  'restore',
  'credit',
  'plan',
  'export',
  'erase',
  'impersonate',
  'end',
  'stop',
  'manage',
] as const

/** What staff do to something. */
export type StaffVerb = (typeof staffVerbs)[number]

/** What somebody of the staff may do. Its answer is synchronous: a promise would be taken for a yes. */
export type StaffAbility = MongoAbility<[StaffVerb, StaffSubject]>

type Rules = readonly (readonly [
  verbs: StaffVerb | readonly StaffVerb[],
  subjects: readonly StaffSubject[],
])[]

const customers: readonly StaffSubject[] = [
  'Customer',
  'Organization',
  'Brand',
  'SocialAccount',
  'Post',
  'Delivery',
  'Media',
  'Generation',
  'Subscription',
  'Invoice',
  'Mail',
  'Webhook',
  'Session',
  // What colleagues did for them; what they looked at is in the audit log.
  'StaffAct',
]

/** Deny by default: what is not here is refused. */
const rules: Readonly<Record<StaffRole, Rules>> = {
  SUPPORT: [
    ['read', [...customers, 'Job', 'Plugin', 'Stop']],
    [['retry', 'resolve', 'cancel', 'look'], ['Delivery']],
    [['refresh', 'look'], ['SocialAccount']],
    ['resend', ['Mail']],
    ['redeliver', ['Webhook']],
    [
      ['suspend', 'restore', 'export', 'impersonate'],
      ['Customer', 'Organization'],
    ],
    ['end', ['Session']],
    ['credit', ['Organization']],
  ],
  BILLING: [
    [
      'read',
      ['Customer', 'Organization', 'Subscription', 'Invoice', 'Mail', 'Generation', 'StaffAct'],
    ],
    ['resend', ['Mail']],
    [['credit', 'plan'], ['Organization']],
    ['refresh', ['Subscription']],
  ],
  ADMIN: [[staffVerbs, staffSubjects]],
  AUDITOR: [['read', staffSubjects]],
}

const abilities = new Map<StaffRole, StaffAbility>()

/** What a role may do. */
export function abilityOf(role: StaffRole): StaffAbility {
  const known = abilities.get(role)
  if (known !== undefined) return known
  const ability = createMongoAbility<StaffAbility>(
    rules[role].map(([verbs, subjects]) => ({ action: [verbs].flat(), subject: [...subjects] })),
    // CASL takes `manage` for every verb otherwise.
    { anyAction: 'whatever' },
  )
  abilities.set(role, ability)
  return ability
}
