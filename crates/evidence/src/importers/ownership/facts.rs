pub(crate) fn gives_ownership() {}
pub(crate) fn import() {}
