import './theme.ts'

export { CommandForm } from './command-form.tsx'
