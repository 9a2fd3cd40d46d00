import type { Knex } from 'knex'
import * as foundations from './0001-foundations.ts'
import * as identity from './0002-identity.ts'
import * as brandsAndAccounts from './0003-brands-and-accounts.ts'
import * as posts from './0004-posts-and-media.ts'
import * as publishing from './0005-publishing.ts'
import * as business from './0006-analytics-billing-audit.ts'
import * as infrastructure from './0007-infrastructure.ts'
import * as audit from './0008-audit.ts'
import * as apiKeysAndMe from './0009-api-keys-and-me.ts'
import * as webhooksOut from './0010-webhooks-out.ts'
import * as approvalsAndQueues from './0011-approvals-and-queues.ts'
import * as library from './0012-library.ts'
import * as recurringAndCalendar from './0013-recurring-and-calendar.ts'
import * as mediaQuota from './0014-media-quota.ts'
import * as postImports from './0015-post-imports.ts'
import * as suspension from './0016-suspension.ts'
import * as memberVersion from './0017-member-version.ts'
import * as retention from './0018-retention.ts'
import * as billing from './0019-billing.ts'
import * as ai from './0020-ai.ts'
import * as login from './0021-login.ts'
import * as mail from './0022-mail.ts'
import * as storage from './0023-storage.ts'
import * as staff from './0024-staff.ts'
import * as grants from './0026-grants.ts'
import * as staffViews from './0027-staff-views.ts'
import * as billingCustomers from './0028-billing-customers.ts'
import * as consoleLists from './0029-console-lists.ts'
import * as consoleOperations from './0030-console-operations.ts'
import * as notificationWords from './0032-notification-words.ts'
import * as consolePublishing from './0033-console-publishing.ts'
import * as staffLists from './0034-staff-lists.ts'
import * as consoleFailures from './0035-console-failures.ts'
import * as staffActs from './0036-staff-acts.ts'
import * as mailAbout from './0038-mail-about.ts'
import * as consoleFigures from './0037-console-figures.ts'

interface Migration {
  readonly name: string
  up(knex: Knex): Promise<void>
  down(knex: Knex): Promise<void>
}

/** All migrations, in order. */
export const migrations: readonly Migration[] = [
  { name: '0001-foundations', ...foundations },
  { name: '0002-identity', ...identity },
  { name: '0003-brands-and-accounts', ...brandsAndAccounts },
  { name: '0004-posts-and-media', ...posts },
  { name: '0005-publishing', ...publishing },
  { name: '0006-analytics-billing-audit', ...business },
  { name: '0007-infrastructure', ...infrastructure },
  { name: '0008-audit', ...audit },
  { name: '0009-api-keys-and-me', ...apiKeysAndMe },
  { name: '0010-webhooks-out', ...webhooksOut },
  { name: '0011-approvals-and-queues', ...approvalsAndQueues },
  { name: '0012-library', ...library },
  { name: '0013-recurring-and-calendar', ...recurringAndCalendar },
  { name: '0014-media-quota', ...mediaQuota },
  { name: '0015-post-imports', ...postImports },
  { name: '0016-suspension', ...suspension },
  { name: '0017-member-version', ...memberVersion },
  { name: '0018-retention', ...retention },
  { name: '0019-billing', ...billing },
  { name: '0020-ai', ...ai },
  { name: '0021-login', ...login },
  { name: '0022-mail', ...mail },
  { name: '0023-storage', ...storage },
  { name: '0024-staff', ...staff },
  { name: '0026-grants', ...grants },
  { name: '0027-staff-views', ...staffViews },
  { name: '0028-billing-customers', ...billingCustomers },
  { name: '0029-console-lists', ...consoleLists },
  { name: '0030-console-operations', ...consoleOperations },
  { name: '0032-notification-words', ...notificationWords },
  { name: '0033-console-publishing', ...consolePublishing },
  { name: '0034-staff-lists', ...staffLists },
  { name: '0035-console-failures', ...consoleFailures },
  { name: '0036-staff-acts', ...staffActs },
  { name: '0038-mail-about', ...mailAbout },
  { name: '0037-console-figures', ...consoleFigures },
]

/** The list above in the form that knex takes. A list, not a folder: the same in source and when packed. */
export const migrationSource: Knex.MigrationSource<Migration> = {
  getMigrations: () => Promise.resolve([...migrations]),
  getMigrationName: (migration) => migration.name,
  getMigration: (migration) => Promise.resolve(migration),
}
