import { connector } from './connector.ts'

export { connector }
export default connector
