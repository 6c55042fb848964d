import { createRoot } from "react-dom/client";
import "./style/tokens.css";
import "./style/base.css";
import "./style/sign_in.css";
import "./style/wall.css";
import "./style/branches.css";
import "./style/breaches.css";
import "./style/desk.css";
import "./style/inbox.css";
import "./style/ticket.css";
import "./style/taking.css";
import "./style/followup.css";
import "./style/figures.css";
import "./style/admin.css";
import "./style/triage.css";
import { App } from "./view/app";
import { SpeechProvider } from "./view/language";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <SpeechProvider>
    <App />
  </SpeechProvider>,
);
