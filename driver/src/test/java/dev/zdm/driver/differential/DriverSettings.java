package dev.zdm.driver.differential;

/** What PostgreSQL's driver can be told about how it sends statements. */
public enum DriverSettings {
  SIMPLE("preferQueryMode=simple"),
  EXTENDED_FOR_PREPARED("preferQueryMode=extendedForPrepared"),
  EXTENDED_CACHE_EVERYTHING("preferQueryMode=extendedCacheEverything"),
  AUTOSAVE_ALWAYS("autosave=always"),
  AUTOSAVE_ALWAYS_CLEANED_UP("autosave=always&cleanupSavepoints=true"),
  AUTOSAVE_CONSERVATIVE("autosave=conservative"),
  SIMPLE_AND_AUTOSAVE("preferQueryMode=simple&autosave=always"),
  SIMPLE_AND_CONSERVATIVE("preferQueryMode=simple&autosave=conservative");

  private final String parameters;

  DriverSettings(String parameters) {
    this.parameters = parameters;
  }

  /** To be put behind a URL that has parameters already. */
  public String inUrl() {
    return "&" + parameters;
  }
}
