import type { StaffRole, StaffSubject } from '../../core/src/features/staff/staff-roles.ts'

/** Whoever comes to the console. */
export type CallerName = StaffRole | 'nobody' | 'pending' | 'removed'

/** Names with blanks between them, as these tables are written. */
type Callers = string

const staff: Callers = 'SUPPORT BILLING ADMIN AUDITOR'
const everybody: Callers = `nobody pending removed ${staff}`
const readers: Callers = 'SUPPORT ADMIN AUDITOR'
const movers: Callers = 'SUPPORT ADMIN'
const sellers: Callers = 'BILLING ADMIN'
const helpers: Callers = 'SUPPORT BILLING ADMIN'
const auditors: Callers = 'ADMIN AUDITOR'
const noOne: Callers = ''

/*
 * Who may do what in the console, written down a second time, by hand, from what the roles are for: a mistake in `staff-roles.ts`, in a
 * lookup, a command or a page shows as a difference. What has no line here fails the test.
 */

/** Whose data a role may see, wherever it is shown. */
export const seenBy: Readonly<Record<StaffSubject, Callers>> = {
  Customer: staff,
  Organization: staff,
  Subscription: staff,
  Invoice: staff,
  Mail: staff,
  Generation: staff,
  Brand: readers,
  SocialAccount: readers,
  Post: readers,
  Delivery: readers,
  Media: readers,
  Webhook: readers,
  Session: readers,
  StaffAct: staff,
  Job: readers,
  Plugin: readers,
  Stop: readers,
  Staff: auditors,
  AuditLog: auditors,
}

/** What can be looked up, and who may; and its commands. */
export const lookupRights: Readonly<
  Record<string, { readonly read: Callers; readonly [command: string]: Callers }>
> = {
  users: {
    read: staff,
    suspend: movers,
    restore: movers,
    'end-sessions': movers,
    'send-verification': helpers,
    'send-reset': helpers,
    'view-as': movers,
    export: movers,
    erase: 'ADMIN',
  },
  organizations: {
    read: staff,
    suspend: movers,
    restore: movers,
    'give-credits': helpers,
    'extend-plan': helpers,
    'give-plan': sellers,
    'take-plan-back': sellers,
    'read-billing': sellers,
    erase: 'ADMIN',
  },
  subscriptions: { read: staff },
  invoices: { read: staff },
  mail: { read: staff, 'send-again': helpers },
  sessions: { read: readers, end: movers },
  generations: { read: staff },
  stops: { read: readers, release: 'ADMIN' },
  deliveries: { read: readers, retry: movers, resolve: movers, look: movers, cancel: movers },
  posts: { read: readers },
  'social-accounts': { read: readers, refresh: movers, look: movers },
  brands: { read: readers },
  media: { read: readers },
  'webhook-deliveries': { read: readers, redeliver: movers },
  'webhook-events': { read: readers, process: movers },
  'audit-logs': { read: auditors },
  staff: { read: auditors, role: 'ADMIN', reset: 'ADMIN', remove: 'ADMIN' },
}

/** What can be done to many records at once, and who may: no more than those who may do it to one. */
export const bulkRights: Readonly<Record<string, { readonly [command: string]: Callers }>> = {
  users: { 'end-sessions': movers, 'send-verification': helpers },
  mail: { 'send-again': helpers },
  sessions: { end: movers },
  deliveries: { retry: movers, look: movers, cancel: movers },
  'webhook-deliveries': { redeliver: movers },
  'webhook-events': { process: movers },
}

/** Whose data pages give, and to whom; and their commands. */
export const pageRights: Readonly<
  Record<string, { readonly read: Callers; readonly [command: string]: Callers }>
> = {
  find: { read: staff },
  // Each panel is for those who may read what it counts.
  figures: { read: staff },
  customer: { read: staff },
  queues: { read: readers },
  plugins: { read: readers, stop: 'ADMIN' },
  audit: { read: auditors },
  team: { read: auditors, create: 'ADMIN' },
  account: { read: staff, password: staff, 'end-session': staff, 'end-others': staff },
}

/** The parts of a customer's page. */
export const customerPartRights: Readonly<Record<string, Callers>> = {
  memberships: staff,
  members: staff,
  brands: readers,
  accounts: readers,
  posts: readers,
  deliveries: readers,
  subscription: staff,
  invoices: staff,
  sessions: readers,
  mail: staff,
  log: readers,
  staff,
  'staff-readings': auditors,
}

/** Routes that are about no lookup, command or page. */
export const routeRights: Readonly<Record<string, Callers>> = {
  'GET /admin/login': everybody,
  'POST /admin/login': everybody,
  'GET /admin/login/code': everybody,
  'POST /admin/login/code': everybody,
  'GET /admin/login/enrolment': everybody,
  'POST /admin/login/enrolment': everybody,
  'GET /admin/favicon.svg': everybody,
  'GET /admin/logout': staff,
  'POST /admin/logout': staff,
  'GET /admin': staff,
  'GET /admin/api/dashboard': staff,
  'GET /admin/frontend/assets/app.bundle.js': staff,
  'GET /admin/frontend/assets/components.bundle.js': staff,
  'GET /admin/frontend/assets/design-system.bundle.js': staff,
  'GET /admin/frontend/assets/global.bundle.js': staff,
  'GET /admin/frontend/assets/icomoon.css': staff,
  'GET /admin/frontend/assets/icomoon.eot': staff,
  'GET /admin/frontend/assets/icomoon.svg': staff,
  'GET /admin/frontend/assets/icomoon.ttf': staff,
  'GET /admin/frontend/assets/icomoon.woff': staff,
  'GET /admin/frontend/assets/logo.svg': staff,
  'GET /admin/frontend/assets/logo-mini.svg': staff,
}

/** Pages that AdminJS fills in the browser: they are empty until data are asked for, which is a route of its own. */
export const emptyPages: Callers = staff

/** What AdminJS can do and the console does not. */
export const neverDone: Callers = noOne

/** @returns whether somebody is in one of these tables */
export function includes(callers: Callers, caller: CallerName): boolean {
  return callers.split(' ').includes(caller)
}
