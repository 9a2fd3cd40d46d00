import { accountPage } from './account/account.page.ts'
import { auditPage } from './audit/audit.page.ts'
import { findPage } from '../find/find.page.ts'
import { customerPage } from './customer/customer.page.ts'
import { figuresPage } from './figures/figures.page.ts'
import type { Page } from './page.ts'
import { pluginsPage } from './plugins/plugins.page.ts'
import { queuesPage } from './queues/queues.page.ts'
import { teamPage } from './team/team.page.ts'

/** All pages, in the order of the menu. */
export const pages: readonly Page[] = [
  queuesPage,
  pluginsPage,
  auditPage,
  teamPage,
  accountPage,
  figuresPage,
  findPage,
  customerPage,
]
