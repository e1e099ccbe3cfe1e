// cspell:disable
/** The services that policies can name as a principal, without `.amazonaws.com`. IAM refuses any other. */
const names = new Set(
  `
  a4b access-analyzer access-grants.s3 account account-access accountdiscovery.ssm acm acm-pca aco-automation
  agent-registry agent.wellarchitected agentless.inspector2 aiops airflow airflow-env airflow-serverless ami.inspector2
  amplify aoss apidestinations.events apigateway app-integrations appconfig appfabric appflow application-autoscaling
  application-insights application-signals.cloudwatch application-transformation appmesh apprunner appstream
  appstream.application-autoscaling appsync apptest aps artifact assets.marketplace athena auditmanager automation
  autoscaling autoscaling-plans aws-artifact-account-sync aws-external-anthropic backup batch batchoperations.s3
  bcm-data-exports bedrock bedrock-agentcore bedrock-mantle billingreports braket budgets bugbust cassandra-streams
  cassandra.application-autoscaling channels.lex channels.lexv2 chatbot chime cks.kms cleanrooms cleanrooms-ml cloud9
  clouddirectory cloudformation cloudfront cloudhsm cloudsearch cloudtrail cloudwatch cloudwatch-crossaccount
  codeartifact codebuild codecatalyst codecatalyst-runner codecommit codeconnections codedeploy codeguru-profiler
  codeguru-reviewer codeguru-security codepipeline codestar codestar-connections codestar-notifications cognito-idp
  cognito-sync comprehend comprehend.application-autoscaling compute-optimizer config config-conforms
  config-multiaccountsetup connect connect-campaigns context.cloudtrail continuousexport.discovery contract.iq
  contributorinsights.dynamodb controltower cost-optimization-hub.bcm costalerts credentials.iot
  custom-resource.application-autoscaling custom.rds custom.rds-preview databrew dataexchange datapipeline datasync
  datazone datazonecontrol dax deeplens delivery.logs detective devops-guru diode directconnect
  directquery.opensearchservice discovery dlm dms dms-fleet-advisor dmsintegration.migrationhub docdb-elastic drs ds
  dsql dynamodb dynamodb.application-autoscaling ec ec2 ec2-images ec2-instance-connect ec2.application-autoscaling
  ec2.application-status-checks ec2.capacitymanager ec2fastlaunch ec2fleet ec2scheduled ec2sqlha ecr ecs ecs-compute
  ecs-tasks ecs.application-autoscaling edgelambda eks eks-connector eks-fargate eks-fargate-pods eks-nodegroup
  elasticache elasticache.application-autoscaling elasticbeanstalk elasticfilesystem elasticloadbalancing
  elasticmapreduce elastictranscoder email.cognito-idp emr-containers emr-serverless entityresolution es
  event-processor.health events events.managedservices events.workmail evs finops-agent finspace firehose fis fms
  forecast frauddetector freertos fsx gamelift geo glacier globalaccelerator glue grafana greengrass groundstation
  guardduty health healthlake honeycode iam imagebuilder importexport inspector inspector2 internetmonitor iot
  iotanalytics iotdeviceadvisor iotevents iotfleetwise iotmanagedintegrations iotroborunner iotsitewise iotthingsgraph
  iottwinmaker iotwireless ivs job.sagemaker justintimeaccess.ssm kafka kafka.application-autoscaling kafkaconnect
  kendra kinesis kinesisanalytics kinesisreplication.dynamodb kinesisvideo kms lakeformation lambda
  lambda.alarms.cloudwatch lambda.application-autoscaling launchwizard lex lexv2 license-management.marketplace
  license-manager license-manager-user-subscriptions license-manager.master-account license-manager.member-account
  lightsail logger.cloudfront logs lookoutequipment lookoutmetrics lookoutvision m2 machinelearning macie
  maintenance.elasticbeanstalk malware-protection-plan.guardduty malware-protection.guardduty managedblockchain
  managedservices managedupdates.elasticbeanstalk management.chatbot mediaconnect mediaconvert medialive mediapackage
  mediapackagev2 mediastore mediatailor medical-imaging meetings.chime member.org.stacksets.cloudformation memorydb
  metrics.wellarchitected mgn migrationhub migrationhub-orchestrator migrationhub-strategy mobileanalytics mobilehub
  monitoring.rds monitoring.thinclient monitron mpa mq neptune-graph neptune.application-autoscaling
  network-connectors.lambda network-firewall network-security-director network-security-manager
  network.bedrock-agentcore networkmanager notifications notifications.ssm observability.aoss observabilityadmin odb
  omics opensearchservice ops.apigateway ops.emr-serverless opsworks opsworks-cm organizations
  orgsdatasync.servicecatalog osis outposts panorama partnercentral-account-management pcs permission.iq personalize
  pinpoint pipes pods.eks practice-run.arc-zonal-shift private-marketplace.marketplace profile proton purchaseorders q
  qapps qbusiness qldb quicksight ram rds rds-preview rds.application-autoscaling redshift redshift-data
  redshift-serverless refactor-spaces rekognition remediation.config replication.cassandra replication.dynamodb
  replication.ecr replication.lexv2 replication.s3tables replicator.lambda reporting.trustedadvisor
  repository.sync.codeconnections repostspace resale-authorization.marketplace researchstudio resiliencehub
  resource-explorer-2 resource-groups resource-snapshot-job.partnercentral-selling restore-testing.backup robomaker
  rolesanywhere route53 route53domains route53resolver rtbfabric rum runtime-identity.bedrock-agentcore
  runtime-instances.bedrock-agentcore s3 s3-outposts s3.data-source.lustre.fsx sagemaker sagemaker-geospatial
  sagemaker.application-autoscaling scaler.lambda scheduler schema-conversion.dms schemas scraper.aps secretsmanager
  security-ir securityagent securityhub securityhubv2 securitylake self-managed-vpce.osis serverlessrepo servicecatalog
  servicecatalog-appregistry servicediscovery servicequotas ses shield signer signin sms sms-voice
  smsintegration.migrationhub sns social-messaging spot spotfleet sqlworkbench sqs ssm ssm-contacts ssm-guiconnect
  ssm-incidents ssm-quicksetup ssm-sap ssm.integrations sso stacksets.cloudformation states storage-lens.s3
  storagegateway streams.metrics.cloudwatch sts support supportplans swf sync.proton synthetics tagpolicies.tag
  telemetry-enablement.observabilityadmin telemetry-pipelines.observabilityadmin textract thirdparty.config
  thirdparty.inspector2 timestream timestream-influxdb tnb transcribe transfer transform-custom transitgateway translate
  triage.security-ir trustedadvisor tts verifiedpermissions vmie voiceid vpc-flow-logs vpc-lattice vpcorigin.cloudfront
  waf waf-regional wafv2 wam wellarchitected wisdom workdocs worklink workmail workspaces workspaces-instances
  workspaces.application-autoscaling xray
`
    .trim()
    .split(/\s+/),
);

/** E.g. "lambda.amazonaws.com", or "states.us-east-1.amazonaws.com" with its region. */
export function isServicePrincipal(value: string): boolean {
  const name = /^([a-z0-9.-]+?)(?:\.[a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com$/.exec(value)?.[1];
  return name !== undefined && names.has(name);
}
