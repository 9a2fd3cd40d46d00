import { defineEmulator } from '@t21/plugin-kit/sandbox'
import { checkoutRoutes } from './checkout/checkout.routes.ts'
import { credentials } from './credentials.ts'
import { dashboardRoutes } from './dashboard/dashboard.routes.ts'
import { emulatorErrors } from './emulator-errors.ts'
import { eventRoutes } from './events/events.routes.ts'
import { catalogueRoutes } from './objects/catalogue.routes.ts'
import { changeRoutes } from './objects/changes.routes.ts'
import { customerRoutes } from './objects/customers.routes.ts'
import { disputeRoutes } from './objects/disputes.routes.ts'
import { invoiceRoutes } from './objects/invoices.routes.ts'
import { paymentMethodRoutes } from './objects/payment-methods.routes.ts'
import { paymentRoutes } from './objects/payments.routes.ts'
import { previewRoutes } from './objects/preview.routes.ts'
import { subscriptionRoutes } from './objects/subscriptions.routes.ts'
import { testClockRoutes } from './objects/test-clocks.routes.ts'
import { checkoutPages } from './pages/checkout.page.ts'
import { invoicePages } from './pages/invoice.page.ts'
import { portalPages } from './pages/portal.page.ts'
import { portalRoutes } from './portal/portal.routes.ts'

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
    ...changeRoutes,
    ...previewRoutes,
    ...paymentMethodRoutes,
    ...paymentRoutes,
    ...disputeRoutes,
    ...portalRoutes,
    ...eventRoutes,
    ...testClockRoutes,
    ...checkoutPages,
    ...invoicePages,
    ...portalPages,
    ...dashboardRoutes,
  ],
  errors: emulatorErrors,
})

export default emulator
