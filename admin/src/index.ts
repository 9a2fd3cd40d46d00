export { mountConsole, type ConsoleOptions } from './mount.ts'
