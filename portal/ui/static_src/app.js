import htmx from "htmx.org";
import "./js/drafts.js";
import "./js/pages.js";

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.historyCacheSize = 0;
window.htmx = htmx;
