// The pinned AWS SDK runs on the Node that package.json asks for; its notice about later ones would only hide results.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

// Tests compare what programs they start print; colours are asked for where they are the matter.
delete process.env.FORCE_COLOR;
