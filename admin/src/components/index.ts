import { addPageStyle } from './page-style.ts'
import { nameFieldsOfFilters } from './field-names.ts'
import { chooseTheme } from './theme.ts'
import { watchAnswers } from './watch-answers.ts'

export { Account } from './account.tsx'
export { Audit } from './audit.tsx'
export { BulkActionRoute } from './bulk-action-route.tsx'
export { CommandForm } from './command-form.tsx'
export { CustomerPage } from './customer.tsx'
export { DeliveryPage } from './delivery-page.tsx'
export { Find } from './find.tsx'
export { Home } from './home.tsx'
export { NetworkFilter, NetworkName } from './network-name.tsx'
export { Plugins } from './plugins.tsx'
export { Preformatted } from './preformatted.tsx'
export { Queues } from './queues.tsx'
export { PostPage } from './post-page.tsx'
export { RecordsTable, RecordsTableHeader } from './list-ticks.tsx'
export { OutsideLink, RecordLink } from './record-link.tsx'
export { ActionHeader } from './action-header.tsx'
export { DefaultListAction } from './list-frame.tsx'
export { DefaultShowAction } from './record-facts.tsx'
export { NoRecords } from './empty-list.tsx'
export { NoticeBox } from './notices.tsx'
export { RecordInList } from './record-row.tsx'
export { ResourceRoute } from './list-route.tsx'
export { RecordActionRoute } from './record-route.tsx'
export { Sidebar } from './sidebar.tsx'
export { TopBar } from './top-bar.tsx'
export { StateBadge } from './state-badge.tsx'
export { Team } from './team.tsx'
export { When } from './when.tsx'

// AdminJS loads this before it draws.
chooseTheme()
nameFieldsOfFilters()
addPageStyle()
watchAnswers()
