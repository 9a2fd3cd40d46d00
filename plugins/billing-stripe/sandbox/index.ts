import { defineEmulator } from '@t21/plugin-kit/sandbox'
import { checkoutRoutes } from './checkout/checkout.routes.ts'
import { credentials } from './credentials.ts'
import { emulatorErrors } from './emulator-errors.ts'
import { eventRoutes } from './events/events.routes.ts'
import { catalogueRoutes } from './objects/catalogue.routes.ts'
import { customerRoutes } from './objects/customers.routes.ts'
import { invoiceRoutes } from './objects/invoices.routes.ts'
import { subscriptionRoutes } from './objects/subscriptions.routes.ts'
import { checkoutPages } from './pages/checkout.page.ts'
import { invoicePages } from './pages/invoice.page.ts'

/** Stripe's API, as strict as Stripe: see README.md beside. */
export const emulator = defineEmulator({
  network: 'stripe',
  displayName: 'Stripe',
  credentials,
  routes: [
    ...catalogueRoutes,
    ...customerRoutes,
    ...checkoutRoutes,
    ...subscriptionRoutes,
    ...invoiceRoutes,
    ...eventRoutes,
    ...checkoutPages,
    ...invoicePages,
  ],
  errors: emulatorErrors,
})

export default emulator
