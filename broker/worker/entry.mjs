// What Cloudflare starts: the module is compiled already, and only has to be put to work.

import { fetch, initSync } from "./satchel_broker_worker.js";
import module from "./satchel_broker_worker_bg.wasm";

initSync({ module });

export default { fetch };
